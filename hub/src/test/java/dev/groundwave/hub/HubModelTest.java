package dev.groundwave.hub;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random life in a hub against a simple model of it: three lanes stepped in random order, clients that come, join, leave,
 * publish and go, an application that does the same from outside. Source: client-protocol.md, section 7.3.
 */
final class HubModelTest {
    private static final int STEPS = 4000;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
    void everyMemberGetsEveryMessageOnceAndInOrderAndNothingIsLeft(long seed) {
        RandomHubLife life = new RandomHubLife(seed);
        for (int i = 0; i < STEPS; i++) {
            life.step();
        }
        life.end();

        assertThat(life.delivered())
                .as("seed %d: too little happened to prove anything", seed)
                .isGreaterThan(2000);
    }
}
