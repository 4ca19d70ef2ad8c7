package dev.groundwave.server.filter;

import java.util.List;

/** A filter as it was written, its types not yet checked. */
sealed interface Node {
    /** A value that stands there. */
    sealed interface Literal extends Node {}

    /** A string. */
    record Text(String value) implements Literal {}

    /** An integer. */
    record Int(long value) implements Literal {}

    /** True or false. */
    record Bool(boolean value) implements Literal {}

    /** Null. */
    record Null() implements Literal {}

    /** A property. */
    record Name(String name) implements Node {}

    /**
     * A function and what it is given.
     *
     * @param filter the whole filter, for an error
     * @param end the index just after it
     */
    record Call(String function, List<Node> arguments, String filter, int end) implements Node {}

    /** The opposite. */
    record Not(Node operand) implements Node {}

    /** True when every operand is; operands of one level stand in one list, so that many need no deep tree. */
    record And(List<Node> operands) implements Node {}

    /** True when any operand is. */
    record Or(List<Node> operands) implements Node {}

    /** {@code eq}, or {@code ne} when not {@code equal}. */
    record Equality(boolean equal, Node left, Node right) implements Node {}

    /** {@code gt}, {@code ge}, {@code lt} or {@code le}. */
    record Order(String operator, Node left, Node right) implements Node {}

    /** In one of some literals. */
    record InList(Node left, List<Literal> list) implements Node {}

    /** In a collection. */
    record InCollection(Node left, Node collection) implements Node {}
}
