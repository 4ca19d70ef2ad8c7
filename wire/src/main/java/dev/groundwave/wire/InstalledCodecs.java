package dev.groundwave.wire;

import java.util.List;
import java.util.ServiceLoader;

/**
 * The payload codecs that a program has on its path.
 *
 * <p>Several are no order of preference: which is first is the build tool's chance, and two object mappers write the same
 * value differently. So none of them is taken.
 */
record InstalledCodecs(List<PayloadCodec> codecs) {
    private static final PayloadCodec PLAIN = new PlainPayloadCodec();

    /** Looked for when the first is wanted. */
    static final InstalledCodecs FOUND = new InstalledCodecs(ServiceLoader.load(PayloadCodec.class).stream()
            .map(ServiceLoader.Provider::get)
            .toList());

    /** Copies the list. */
    InstalledCodecs {
        codecs = List.copyOf(codecs);
    }

    /** The only one, or the one for plain values. */
    PayloadCodec only() {
        if (codecs.size() > 1) {
            List<String> names = codecs.stream()
                    .map(codec -> codec.getClass().getName())
                    .sorted()
                    .toList();
            throw new IllegalStateException("several payload codecs are installed, " + String.join(" and ", names)
                    + "; leave one, or say which to use where it is used");
        }
        return codecs.isEmpty() ? PLAIN : codecs.get(0);
    }
}
