package dev.groundwave.wire.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.net.URI;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Source: rest-api.md, section 3.1. */
final class ConnectionStringTest {
    private static final String KEY = "test-access-key-0123456789-ABCDEFGHIJKLMNOP=";

    @Nested
    final class Reading {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "Endpoint=http://localhost:8080;AccessKey=" + KEY + ";Version=1.0;",
                    "Endpoint=http://localhost;AccessKey=" + KEY + ";Version=1.0;Port=8080;",
                    "Endpoint=http://localhost:1;AccessKey=" + KEY + ";Version=1.0;Port=8080",
                    "port=8080;ACCESSKEY=" + KEY + ";;Unknown=x=y;endpoint=http://localhost/ ;",
                    " Endpoint=http://localhost:8080/;AccessKey=" + KEY + "\n"
                })
        void takesPairsInAnyOrderAndCase(String text) {
            assertThat(ConnectionString.parse(text))
                    .isEqualTo(new ConnectionString(URI.create("http://localhost:8080"), new AccessKey(KEY)));
        }

        @ParameterizedTest
        @CsvSource({
            "push.example.org,             https://push.example.org",
            "https://example.org/base/,    https://example.org/base",
            "https://example.org,          https://example.org",
            "http://[::1]:8080,            http://[::1]:8080"
        })
        void takesEveryHttpEndpoint(String endpoint, URI expected) {
            assertThat(ConnectionString.parse("Endpoint=" + endpoint + ";AccessKey=" + KEY)
                            .endpoint())
                    .isEqualTo(expected);
        }

        @Test
        void keepsTheBasePathBesideAPort() {
            assertThat(ConnectionString.parse("Endpoint=http://h/base;Port=81;AccessKey=" + KEY)
                            .endpoint())
                    .hasToString("http://h:81/base");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "AccessKey=" + KEY,
                    "Endpoint=http://localhost",
                    "Endpoint=http://localhost;AccessKey=",
                    "Endpoint=http://localhost;AccessKey=short",
                    "Endpoint=ftp://localhost;AccessKey=" + KEY,
                    "Endpoint=http://;AccessKey=" + KEY,
                    "Endpoint=http://local host;AccessKey=" + KEY,
                    "Endpoint=http://u:p@localhost;AccessKey=" + KEY,
                    "Endpoint=http://localhost?a=b;AccessKey=" + KEY,
                    "Endpoint=http://localhost#a;AccessKey=" + KEY,
                    "Endpoint=http://localhost;Port=0;AccessKey=" + KEY,
                    "Endpoint=http://localhost;Port=65536;AccessKey=" + KEY,
                    "Endpoint=http://localhost;Port=-1;AccessKey=" + KEY,
                    "Endpoint=http://localhost;Port=x;AccessKey=" + KEY,
                    "Endpoint=http://localhost;nothing"
                })
        void refusesWhatCannotBeUsedWithoutQuotingTheKey(String text) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ConnectionString.parse(text))
                    .satisfies(e -> assertThat(e.toString()).doesNotContain(KEY).doesNotContain("u:p"));
        }
    }

    @Nested
    final class Printing {
        private final ConnectionString connection =
                new ConnectionString(URI.create("http://localhost:8080/"), new AccessKey(KEY));

        @Test
        void showsTheKeyOnlyOnRequest() {
            assertThat(connection.print())
                    .isEqualTo("Endpoint=http://localhost:8080;AccessKey=" + KEY + ";Version=1.0;");
            assertThat(connection).hasToString("Endpoint=http://localhost:8080;AccessKey=***;Version=1.0;");
        }

        @Test
        void isReadBackAsTheSame() {
            assertThat(ConnectionString.parse(connection.print())).isEqualTo(connection);
        }

        @Test
        void refusesAKeyThatWouldNotBeReadBack() {
            ConnectionString broken =
                    new ConnectionString(URI.create("http://localhost"), new AccessKey("a;b".repeat(20)));

            assertThatIllegalStateException().isThrownBy(broken::print);
        }
    }
}
