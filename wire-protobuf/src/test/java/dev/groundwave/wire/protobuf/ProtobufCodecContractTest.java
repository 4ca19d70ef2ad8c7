package dev.groundwave.wire.protobuf;

import dev.groundwave.wire.ServiceMessage;
import dev.groundwave.wire.codec.MessageCodecContract;
import java.util.Optional;

final class ProtobufCodecContractTest extends MessageCodecContract {
    ProtobufCodecContractTest() {
        super(new ProtobufCodec());
    }

    /** There is no sender in protobuf. Source: client-protocol.md, section 9. */
    @Override
    protected ServiceMessage surviving(ServiceMessage message) {
        return message instanceof ServiceMessage.GroupData data
                ? new ServiceMessage.GroupData(
                        data.group(), Optional.empty(), data.data(), data.metadata(), data.stream(), data.sequenceId())
                : message;
    }
}
