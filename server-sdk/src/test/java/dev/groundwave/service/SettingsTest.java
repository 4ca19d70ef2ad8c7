package dev.groundwave.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.groundwave.wire.HubName;
import dev.groundwave.wire.Payload;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What a service is built from, and that none of it leaks. Source: rest-api.md, sections 3.1 and 11. */
class SettingsTest {
    @Nested
    class Building {
        @Test
        void refusesAKeyOfFewerThan32Bytes() {
            String shortKey = "k".repeat(31);

            assertThatThrownBy(() -> WebPubSubService.fromConnectionString(
                            "Endpoint=http://localhost;AccessKey=" + shortKey + ";Version=1.0;", "chat"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageNotContaining(shortKey);
            assertThatThrownBy(() -> WebPubSubService.builder().accessKey(shortKey))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageNotContaining(shortKey);
        }

        @Test
        void refusesWhatIsNoHub() {
            assertThatThrownBy(() -> WebPubSubService.builder().hub("1st"))
                    .isInstanceOf(IllegalArgumentException.class);
        }

        @Test
        void refusesAnEndpointThatIsNotHttp() {
            WebPubSubServiceBuilder builder = WebPubSubService.builder()
                    .endpoint("ftp://localhost")
                    .accessKey(ScriptedService.KEY)
                    .hub("chat");

            assertThatThrownBy(builder::build).isInstanceOf(IllegalArgumentException.class);
        }

        @Test
        void doesNotQuoteAConnectionStringGivenAsEndpoint() {
            String text = "Endpoint=http://localhost;AccessKey=" + ScriptedService.KEY + ";Version=1.0;";

            assertThatThrownBy(() -> WebPubSubService.builder().endpoint(text))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageNotContaining(ScriptedService.KEY)
                    .hasNoCause();
        }

        @Test
        void namesWhatIsMissing() {
            assertThatThrownBy(() -> WebPubSubService.builder().hub("chat").build())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("endpoint");
        }

        @Test
        void refusesTimeoutsOfNothing() {
            WebPubSubServiceBuilder builder = WebPubSubService.builder();

            assertThatThrownBy(() -> builder.requestTimeout(Duration.ZERO))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> builder.connectTimeout(Duration.ofSeconds(-1)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Nested
    class Secrets {
        @Test
        void areInNoExceptionWithAllItsCauses() {
            try (ScriptedService service = new ScriptedService()) {
                service.answers(400);
                WebPubSubService hub = service.client();
                SendOptions options = SendOptions.none().withFilter(Filter.of("userId eq {}", "hidden-user"));

                Throwable failure = catchThrowable(() -> hub.sendToAll(Payload.text("hidden-payload"), options));

                assertThat(printed(failure)).doesNotContain("hidden", "Bearer", ScriptedService.KEY, "api-version");
            }
        }

        @Test
        void areInNoText() {
            ClientUrl url = new ClientUrl(URI.create("wss://h/client/hubs/chat"), "hidden-token");
            Call call = new Calls(new Endpoint(URI.create("http://h"), new HubName("chat")))
                    .sendToAll(
                            Payload.text("hidden"), SendOptions.none().withFilter(Filter.of("userId eq {}", "hidden")));

            assertThat(url).hasToString("ClientUrl[wss://h/client/hubs/chat, token=***]");
            assertThat(call).hasToString("POST /api/hubs/chat/:send");
            assertThat(Filter.of("userId eq {}", "hidden").toString()).doesNotContain("hidden");
        }

        private static String printed(Throwable failure) {
            StringWriter text = new StringWriter();
            failure.printStackTrace(new PrintWriter(text));
            return text.toString();
        }
    }
}
