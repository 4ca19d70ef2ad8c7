package dev.groundwave.client;

/**
 * How the features beside joining and sending behave.
 *
 * @param streamFragmentsAsMessages whether listeners of group messages get the fragments of streams, too
 * @param restoreGroupStates whether one's own states are set again on a new connection
 */
record FeatureSettings(boolean streamFragmentsAsMessages, boolean restoreGroupStates) {}
