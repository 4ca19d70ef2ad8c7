package dev.groundwave.server.blackbox.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.server.blackbox.faults.Fault.Kind;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The proxy does what its scripts say, and the same for the same seed. */
final class CuttingProxyTest {
    private static final int DEADLINE_MS = 10_000;
    private static final int NEVER_MS = 600_000;
    private static final int CONNECTS = 200;
    private static final byte[] TEN = "0123456789".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    private final ServerSocket target;

    CuttingProxyTest() throws IOException {
        target = new ServerSocket(0, 2 * CONNECTS, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void closeTarget() throws IOException {
        target.close();
    }

    /** Both ends of one connection through a proxy. */
    private final class Ends implements Closeable {
        private final CuttingProxy proxy;
        private final Socket client;
        private final Socket server;

        Ends(FaultScript script) throws IOException {
            proxy = CuttingProxy.start(target.getLocalPort(), _ -> script);
            client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
            server = target.accept();
            client.setSoTimeout(DEADLINE_MS);
            server.setSoTimeout(DEADLINE_MS);
        }

        @Override
        public void close() throws IOException {
            client.close();
            server.close();
            proxy.close();
        }
    }

    private static FaultScript upstream(Fault... faults) {
        return new FaultScript(List.of(faults), List.of(), NEVER_MS);
    }

    /** What comes until the end, however the end is told. */
    private static String readAll(Socket socket) throws IOException {
        StringBuilder all = new StringBuilder();
        try {
            for (int next = socket.getInputStream().read();
                    next >= 0;
                    next = socket.getInputStream().read()) {
                all.append((char) next);
            }
        } catch (SocketException e) {
            all.append('!');
        }
        return all.toString();
    }

    @Nested
    final class AScript {
        @Test
        void isTheSameForTheSameSeedAndNumber() {
            assertThat(IntStream.range(0, 100).mapToObj(i -> FaultScript.of(7, i)))
                    .containsExactlyElementsOf(IntStream.range(0, 100)
                            .mapToObj(i -> FaultScript.of(7, i))
                            .toList());
            assertThat(FaultScript.of(7, 0)).isNotEqualTo(FaultScript.of(7, 1)).isNotEqualTo(FaultScript.of(8, 0));
        }

        @Test
        void hasFaultsOfEveryKindAndEndsInBothDirections() {
            List<FaultScript> scripts =
                    IntStream.range(0, 200).mapToObj(i -> FaultScript.of(1, i)).toList();

            assertThat(scripts.stream().flatMap(script -> script.downstream().stream()))
                    .extracting(Fault::kind)
                    .contains(Kind.values());
            assertThat(scripts)
                    .allMatch(script -> script.upstream().getLast().kind().isFatal()
                            && script.downstream().getLast().kind().isFatal());
        }
    }

    @Nested
    final class Accepting {
        /** A cut may hit a connection of which the proxy has not reached the other end yet. */
        @Test
        void goesOnWhateverBecomesOfAConnection() throws IOException, InterruptedException {
            try (CuttingProxy proxy = CuttingProxy.start(target.getLocalPort(), _ -> upstream())) {
                AtomicBoolean cutting = new AtomicBoolean(true);
                Thread cutter = Thread.ofVirtual().start(() -> {
                    while (cutting.get()) {
                        proxy.cutAll();
                    }
                });
                for (int i = 0; i < CONNECTS; i++) {
                    touch(proxy);
                }
                cutting.set(false);
                cutter.join();

                try (Socket last = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
                    last.setSoTimeout(DEADLINE_MS);
                    last.getOutputStream().write(TEN);
                    last.shutdownOutput();
                    assertThat(readNext()).isEqualTo("0123456789");
                }
            }
        }

        private static void touch(CuttingProxy proxy) throws IOException {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), proxy.port()), DEADLINE_MS);
            } catch (SocketException e) {
                // Cut before it was open for us.
                assertThat(e).hasMessageContaining("reset");
            }
        }

        /** What the first connection said that said anything. */
        private String readNext() throws IOException {
            String said = "";
            while (said.length() < TEN.length) {
                target.setSoTimeout(DEADLINE_MS);
                try (Socket server = target.accept()) {
                    server.setSoTimeout(DEADLINE_MS);
                    said = readAll(server);
                }
            }
            return said;
        }
    }

    @Nested
    final class AConnection {
        @Test
        void passesAllBytesBothWaysWithoutFaults() throws IOException {
            try (Ends ends = new Ends(upstream())) {
                ends.client.getOutputStream().write(TEN);
                ends.client.shutdownOutput();
                assertThat(readAll(ends.server)).isEqualTo("0123456789");
                ends.server.getOutputStream().write(TEN);
                ends.server.close();
                assertThat(readAll(ends.client)).isEqualTo("0123456789");
            }
        }

        @ParameterizedTest
        @EnumSource(names = {"DELAY", "STALL"})
        void passesAllBytesThoughLater(Kind kind) throws IOException {
            try (Ends ends = new Ends(upstream(new Fault(3, kind, 20), new Fault(5, kind, 20)))) {
                ends.client.getOutputStream().write(TEN);
                ends.client.shutdownOutput();

                assertThat(readAll(ends.server)).isEqualTo("0123456789");
                assertThat(ends.proxy.applied(kind)).isEqualTo(2);
            }
        }

        @ParameterizedTest
        @EnumSource(names = {"HALF_CLOSE", "CLOSE"})
        void endsInTheMiddle(Kind kind) throws IOException {
            try (Ends ends = new Ends(upstream(new Fault(4, kind, 20)))) {
                ends.client.getOutputStream().write(TEN);

                assertThat(readAll(ends.server)).isEqualTo("0123");
                assertThat(readAll(ends.client)).isIn("", "!");
            }
        }

        @ParameterizedTest
        @EnumSource(names = {"RESET", "SWALLOW"})
        void isResetAtBothEnds(Kind kind) throws IOException {
            try (Ends ends = new Ends(upstream(new Fault(4, kind, 20)))) {
                ends.client.getOutputStream().write(TEN);

                // A reset may overtake what was sent before it.
                assertThat("0123!").endsWith(readAll(ends.server));
                assertThat(readAll(ends.client)).isEqualTo("!");
            }
        }

        @Test
        void isStillOneWayBehindAHalfClose() throws IOException {
            try (Ends ends = new Ends(upstream(new Fault(4, Kind.HALF_CLOSE, NEVER_MS)))) {
                ends.client.getOutputStream().write(TEN);
                assertThat(readAll(ends.server)).isEqualTo("0123");

                ends.server.getOutputStream().write(TEN);
                assertThat(ends.client.getInputStream().readNBytes(10)).isEqualTo(TEN);
            }
        }

        @Test
        void endsWhenItsTimeIsOver() throws IOException {
            try (Ends ends = new Ends(new FaultScript(List.of(), List.of(), 20))) {
                assertThat(readAll(ends.server)).isEmpty();
                assertThat(readAll(ends.client)).isEmpty();
            }
        }

        @Test
        void isLeftAloneOnceAllIsCalm() throws IOException {
            try (Ends ends = new Ends(upstream(new Fault(4, Kind.RESET, 0)))) {
                ends.proxy.calm();
                ends.client.getOutputStream().write(TEN);
                ends.client.shutdownOutput();

                assertThat(readAll(ends.server)).isEqualTo("0123456789");
            }
        }
    }

    @Test
    void withoutATargetClientsFindTheEnd() throws IOException {
        target.close();
        try (CuttingProxy proxy = CuttingProxy.start(target.getLocalPort(), 1);
                Socket client = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
            client.setSoTimeout(DEADLINE_MS);
            assertThat(readAll(client)).isIn("", "!");
        }
    }
}
