package dev.groundwave.interop;

import com.azure.messaging.webpubsub.WebPubSubServiceClientBuilder;

/** The two clients of the official server SDK for Java. */
enum OfficialJavaFlavour {
    SYNC,
    ASYNC;

    OfficialJavaCalls of(WebPubSubServiceClientBuilder builder) {
        return switch (this) {
            case SYNC -> new OfficialJavaSync(builder.buildClient());
            case ASYNC -> new OfficialJavaAsync(builder.buildAsyncClient());
        };
    }
}
