package dev.groundwave.interop;

import dev.groundwave.server.blackbox.TestCertificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.jspecify.annotations.Nullable;

/**
 * A real Kafka broker in KRaft mode, as a process of its own on loopback, with everything it keeps in a folder of the
 * test.
 *
 * <p>Speaks without TLS on one port, and as Event Hubs does on another: TLS, and a connection string as the password.
 */
final class KafkaBroker implements AutoCloseable {
    static final int PARTITIONS = 3;

    /** What opens the port that speaks as Event Hubs does. */
    static final String CONNECTION_STRING =
            "Endpoint=sb://localhost/;SharedAccessKeyName=sender;SharedAccessKey=dGVzdA==";

    private static final long START_SECONDS = 60;
    private static final String LOOPBACK = "127.0.0.1";

    private final Path folder;
    private final TestCertificate certificate = TestCertificate.make("localhost", "RSA");
    private final int plainPort;
    private final int securePort;

    /** Null while it is down. */
    private @Nullable RunningProcess process;

    private KafkaBroker(Path folder) throws IOException {
        this.folder = folder;
        try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerSocket secure = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerSocket controller = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            plainPort = plain.getLocalPort();
            securePort = secure.getLocalPort();
            write(controller.getLocalPort());
        }
    }

    /** A broker that is not there yet: its ports are known, and nobody listens. */
    static KafkaBroker prepare(Path folder) {
        try {
            return new KafkaBroker(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts it, and waits until it takes records. */
    KafkaBroker start() {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m"));
        command.add("-Dlogback.configurationFile=" + folder.resolve("logback.xml"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "kafka.Kafka"));
        command.add(folder.resolve("server.properties").toString());
        RunningProcess started = RunningProcess.start(folder, Map.of(), command);
        process = started;
        if (started.out()
                .await(line -> line.endsWith("Kafka Server started"), START_SECONDS)
                .isEmpty()) {
            kill();
            throw new AssertionError(started.described("did not start"));
        }
        return this;
    }

    /** For producers and consumers. */
    String bootstrapServers() {
        return LOOPBACK + ":" + plainPort;
    }

    /** The port that speaks as Event Hubs does. */
    String secureServers() {
        return "localhost:" + securePort;
    }

    /** What vouches for the broker. */
    String certificate() {
        return certificate.pem();
    }

    /** Makes a topic, and waits until it is there. */
    void create(String topic) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(topic, PARTITIONS, (short) 1)))
                    .all()
                    .get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException("the topic " + topic + " could not be made", e);
        }
    }

    private void write(int controllerPort) throws IOException {
        Path data = Files.createDirectories(folder.resolve("data"));
        // What formatting a storage directory leaves there; it saves starting a process for it.
        Files.writeString(data.resolve("meta.properties"), "version=1\ncluster.id=MkU3OEVBNTcwNTJENDM2Qg\nnode.id=1\n");
        Files.writeString(folder.resolve("broker.pem"), certificate.keyPem() + certificate.pem());
        Files.writeString(folder.resolve("logback.xml"), """
            <configuration>
              <appender name="out" class="ch.qos.logback.core.ConsoleAppender">
                <encoder><pattern>%-5level %logger{0} %msg%n</pattern></encoder>
              </appender>
              <root level="warn"><appender-ref ref="out"/></root>
              <logger name="kafka.server.KafkaRaftServer" level="info"/>
            </configuration>
            """);
        Properties all = new Properties();
        all.putAll(Map.of(
                "process.roles", "broker,controller",
                "node.id", "1",
                "controller.quorum.voters", "1@" + LOOPBACK + ":" + controllerPort,
                "controller.listener.names", "CONTROLLER",
                "inter.broker.listener.name", "PLAIN",
                "listeners",
                        "PLAIN://" + bootstrapServers() + ",SECURE://" + secureServers() + ",CONTROLLER://" + LOOPBACK
                                + ":" + controllerPort,
                "listener.security.protocol.map", "PLAIN:PLAINTEXT,SECURE:SASL_SSL,CONTROLLER:PLAINTEXT",
                "log.dirs", data.toString(),
                "auto.create.topics.enable", "false",
                "offsets.topic.replication.factor", "1"));
        all.putAll(Map.of(
                "listener.name.secure.sasl.enabled.mechanisms",
                "PLAIN",
                "listener.name.secure.plain.sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required" + " \"user_$ConnectionString\"=\""
                        + CONNECTION_STRING + "\";",
                "listener.name.secure.ssl.keystore.type",
                "PEM",
                "listener.name.secure.ssl.keystore.location",
                folder.resolve("broker.pem").toString()));
        try (var out = Files.newBufferedWriter(folder.resolve("server.properties"))) {
            all.store(out, null);
        }
    }

    @Override
    public void close() {
        kill();
    }

    /** What it kept stays, and it may be started again. */
    void kill() {
        RunningProcess running = process;
        process = null;
        if (running != null) {
            running.close();
        }
    }
}
