package dev.groundwave.wire.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.wire.Payload;
import dev.groundwave.wire.ServiceMessage;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class JsonCodecContractTest extends MessageCodecContract {
    JsonCodecContractTest() {
        super(new JsonCodec());
    }

    @Test
    void loneSurrogatesSurvive() throws Exception {
        ServiceMessage message =
                new ServiceMessage.ServerData(Payload.text("\ud83d|\ude00"), Map.of(), OptionalLong.empty());
        MessageCodec codec = new JsonCodec();
        byte[] frame = codec.encode(message);

        assertThat(codec.decodeServiceMessage(frame, 0, frame.length)).contains(message);
    }
}
