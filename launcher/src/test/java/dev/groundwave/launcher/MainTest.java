package dev.groundwave.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        CommandLine commandLine = Main.commandLine(args);
        commandLine.setOut(new PrintWriter(out, true));
        commandLine.setErr(new PrintWriter(err, true));
        return commandLine.execute(args);
    }

    @Nested
    class Failures {
        @Test
        void areOneLineAndExitCodeTwo() {
            assertThat(run("check-settings", "--config", "no-such.yaml")).isEqualTo(2);

            assertThat(err.toString().lines())
                    .containsExactly("groundwave: cannot read the settings file no-such.yaml: there is no such file");
            assertThat(out.toString()).isEmpty();
        }

        @Test
        void ofTheCallNameTheHelp() {
            assertThat(run("serve", "--prot", "1")).isEqualTo(2);

            assertThat(err.toString().lines())
                    .containsExactly("groundwave: Unknown options: '--prot', '1' (see ./groundwave serve --help)");
        }

        @Test
        void ofATakenPortNameThePort() throws IOException {
            try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                String port = String.valueOf(taken.getLocalPort());

                assertThat(run("serve", "--host", taken.getInetAddress().getHostAddress(), "--port", port))
                        .isEqualTo(2);
                assertThat(err.toString().lines())
                        .containsExactly(
                                "groundwave: port " + port + " on 127.0.0.1 is taken by another process; end that"
                                        + " one, or choose another port with --port");
            }
        }

        @Test
        void ofATakenManagementPortNameThatSetting(@TempDir Path folder) throws IOException {
            try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                Path file = Files.writeString(
                        folder.resolve("s.yaml"), "port: 0\nmanagement: { port: " + taken.getLocalPort() + " }");

                assertThat(run("serve", "--config", file.toString())).isEqualTo(2);
                assertThat(err.toString().lines())
                        .hasSize(1)
                        .first()
                        .asString()
                        .startsWith("groundwave: management.port " + taken.getLocalPort()
                                + " on 127.0.0.1 cannot be had: ");
            }
        }

        @Test
        void ofThePublicKeyOnAnOpenAddressSayWhatToSet() {
            assertThat(run("serve", "--host", "0.0.0.0", "--port", "0")).isEqualTo(2);

            assertThat(err.toString().lines()).hasSize(1).first().asString().endsWith("set accessKeys.primary");
        }

        @Test
        void ofAServiceOutOfReachAskWhetherItRuns() throws IOException {
            int free;
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                free = socket.getLocalPort();
            }

            assertThat(run("send", "--hub", "chat", "--port", String.valueOf(free), "hello"))
                    .isEqualTo(2);
            assertThat(err.toString().lines()).hasSize(1).first().asString().endsWith("; does the service run?");
        }

        @Test
        void ofAHubNameSayTheRule() {
            assertThat(run("token", "--hub", "1a")).isEqualTo(2);

            assertThat(err.toString().lines()).hasSize(1).first().asString().contains("a hub name is a letter");
        }
    }

    @Nested
    class CheckSettings {
        @Test
        void printsWhatWouldCountAndNoSecret(@TempDir Path folder) throws IOException {
            Path file = Files.writeString(
                    folder.resolve("s.yaml"), "accessKeys: { primary: 0123456789abcdef0123456789abcdef }");

            assertThat(run("check-settings", "--config", file.toString(), "--port", "9000"))
                    .isZero();
            assertThat(out.toString().lines())
                    .contains("port = 9000 (--port)", "accessKeys.primary = *** (" + file + ", line 1)")
                    .endsWith("The settings are valid.");
            assertThat(out.toString()).doesNotContain("0123456789abcdef");
        }
    }

    @Nested
    class Token {
        @Test
        void printsAClientUrlOfTheServiceThatServeRuns() {
            assertThat(run("token", "--hub", "Chat", "--user", "ann", "--port", "9000"))
                    .isZero();

            URI url = URI.create(out.toString().strip());
            assertThat(url.getScheme()).isEqualTo("ws");
            assertThat(url.getAuthority()).isEqualTo("localhost:9000");
            assertThat(url.getPath()).isEqualToIgnoringCase("/client/hubs/chat");
            assertThat(url.getQuery()).startsWith("access_token=");
        }

        @Test
        void printsAClientUrlOfAnyServiceByItsConnectionString() {
            assertThat(
                            run(
                                    "token",
                                    "--hub",
                                    "chat",
                                    "--connection-string",
                                    "Endpoint=https://push.example.org;AccessKey=0123456789abcdef0123456789abcdef;Version=1.0;"))
                    .isZero();

            assertThat(out.toString()).startsWith("wss://push.example.org/client/hubs/chat?access_token=");
        }
    }

    @Nested
    class SettingsDoc {
        @Test
        void printsThePageThatTheDocumentationHolds() throws IOException {
            assertThat(run("settings-doc")).isZero();

            Path page = Path.of(System.getProperty("groundwave.root"), "docs", "settings.md");
            assertThat(out)
                    .as("made by: ./groundwave settings-doc > docs/settings.md")
                    .hasToString(Files.readString(page));
        }
    }
}
