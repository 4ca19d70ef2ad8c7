package dev.groundwave.bench.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * What the benchmark and a client's process say to each other, in lines: the access URL and then orders in, what became
 * of them out. The script {@code client.cjs} speaks the same.
 */
final class Orders {
    /** The client is in the group {@link #IN}. */
    static final String READY = "ready";
    /** {@code send N}: N messages to the group {@link #OUT}, each with its ack. */
    static final String SEND = "send ";
    /** {@code receive N}: N more messages of the group {@link #IN}. */
    static final String RECEIVE = "receive ";
    /** {@code got K} of the messages to receive. */
    static final String GOT = "got ";
    /** The order is carried out. */
    static final String DONE = "done";

    static final String IN = "in";
    static final String OUT = "out";
    static final String TEXT = "x".repeat(64);
    /** Messages that may be without an ack at one time. */
    static final int WINDOW = 256;
    /** How often progress is told. */
    static final int STEP = 100;

    private Orders() {}

    /** A client that carries orders out. */
    interface Talker {
        /** Sends so many messages and blocks until all have their ack. */
        void send(int messages) throws InterruptedException;

        /** How many messages it has received since its start; any thread. */
        int received();

        /** Blocks until so many have been received since its start. */
        void awaitReceived(int messages) throws InterruptedException;
    }

    /** How a talker comes in. */
    interface Connecting {
        /** A talker that is in the group {@link #IN}. */
        Talker connect(String url) throws InterruptedException;
    }

    /** Carries out what comes in, until the input ends. */
    static void obey(Connecting connecting) throws IOException, InterruptedException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        Talker talker = connecting.connect(Objects.requireNonNull(in.readLine(), "no access URL"));
        say(READY);
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.startsWith(SEND)) {
                talker.send(Integer.parseInt(line.substring(SEND.length())));
            } else {
                receive(talker, Integer.parseInt(line.substring(RECEIVE.length())));
            }
            say(DONE);
        }
    }

    private static void receive(Talker talker, int messages) throws InterruptedException {
        int before = talker.received();
        say(GOT + 0);
        for (int got = 0; got < messages; ) {
            got = Math.min(got + STEP, messages);
            talker.awaitReceived(before + got);
            say(GOT + got);
        }
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
