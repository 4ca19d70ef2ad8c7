package dev.groundwave.server.rest;

import java.util.List;

/** What the head must say of the length of the body. Source: rest-api.md, section 4. */
final class BodyLength {
    /** More digits are above every limit. */
    private static final int MOST_DIGITS = 18;

    private BodyLength() {}

    /** Refuses a send whose body is of unknown length or above the limit, before it is read. */
    static void check(RestHead head, int maxBytes) throws BadRequestException {
        List<String> lengths = head.values("content-length");
        boolean mayBeMissing = head.framed() && lengths.isEmpty();
        if (!mayBeMissing
                && (!head.values("transfer-encoding").isEmpty()
                        || lengths.size() != 1
                        || !isNumber(lengths.getFirst()))) {
            throw new BadRequestException(RestError.unknownLength());
        }
        checkUnwanted(head, maxBytes);
    }

    /** Refuses a body above the limit although nobody wants it: the transport passes over no more than that. */
    static void checkUnwanted(RestHead head, int maxBytes) throws BadRequestException {
        for (String length : head.values("content-length")) {
            if (isNumber(length) && (length.length() > MOST_DIGITS || Long.parseLong(length) > maxBytes)) {
                throw new BadRequestException(RestError.oversized());
            }
        }
    }

    private static boolean isNumber(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return !text.isEmpty();
    }
}
