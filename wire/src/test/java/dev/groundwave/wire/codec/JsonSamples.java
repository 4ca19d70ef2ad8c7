package dev.groundwave.wire.codec;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/**
 * Frames to start mutations from: those that the specification shows, and one of every kind as the codec writes it.
 *
 * <p>Source: client-protocol.md, sections 6.2, 6.3, 10, 11 and 12.
 */
final class JsonSamples {
    static final DecoderRules RULES = new DecoderRules(new JsonCodec());

    private static final List<byte[]> CLIENT = utf8("""
        {"type":"joinGroup","group":"room","ackId":1}
        {"type":"leaveGroup","group":"room","ackId":18446744073709551615}
        {"type":"sendToGroup","group":"room","noEcho":true,"ackId":2,"dataType":"text","data":"hi"}
        {"type":"sendToGroup","group":"room","data":{"a":1},"metadata":{"trace":"x1"},"ttlSeconds":60}
        {"type":"event","event":"order","dataType":"binary","data":"AAEC","ackId":3}
        {"type":"event","event":"order","dataType":"Protobuf","data":"CgF1EgEH"}
        {"type":"sequenceAck","sequenceId":7}
        {"type":"ping"}
        {"type":"invoke","invocationId":"1","target":"event","event":"echo","dataType":"text","data":"hi"}
        {"type":"cancelInvocation","invocationId":"1"}
        {"type":"sendToGroup","group":"room","noEcho":true,"stream":{"streamId":"s1","idleTimeoutMs":30000}}
        {"type":"streamData","streamId":"s1","streamSequenceId":1,"dataType":"text","data":"a"}
        {"type":"streamData","streamId":"s1"}
        {"type":"streamEnd","streamId":"s1"}
        {"type":"streamEnd","streamId":"s1","error":{"message":"m","userErrorCode":"c"}}
        {"type":"setGroupState","group":"room","state":{"activity":"typing"},"ackId":1}
        {"type":"subscribeGroupState","group":"room","ackId":1}
        {"type":"unsubscribeGroupState","group":"room","ackId":1}
        {"ackId":null,"data":"\\ud83d\\ude00\\n","unknown":[{"a":[1.5e3,true,null]}],"group":"r\u00f6\u00f6m","type":"SENDTOGROUP"}
        """);

    private static final List<byte[]> SERVICE = utf8("""
        {"type":"system","event":"connected","userId":"alice","connectionId":"cid","reconnectionToken":"tok"}
        {"type":"system","event":"connected","userId":null,"connectionId":"cid"}
        {"type":"system","event":"disconnected","message":"Application server closed the connection."}
        {"type":"ack","ackId":1,"success":true}
        {"type":"ack","ackId":2,"success":false,"error":{"name":"Forbidden","message":"..."}}
        {"sequenceId":4,"type":"message","from":"group","fromUserId":"alice","group":"room","dataType":"text","data":"hi"}
        {"type":"message","from":"server","dataType":"json","data":{"a":1}}
        {"type":"message","from":"server","dataType":"binary","data":"AAEC","metadata":{"trace":"x1"}}
        {"type":"pong"}
        {"type":"invokeResponse","invocationId":"1","success":true,"dataType":"text","data":"hi"}
        {"type":"invokeResponse","invocationId":"1","success":false,"error":{"name":"InternalServerError","message":"..."}}
        {"type":"streamAck","streamId":"s1","expectedSequenceId":1}
        {"type":"streamNack","streamId":"s1","expectedSequenceId":2,"name":"InvalidSequenceId","message":""}
        {"type":"streamClosed","streamId":"s1"}
        {"type":"message","from":"group","group":"room","dataType":"text","data":"a","stream":{"streamId":"s1","streamSequenceId":1}}
        {"type":"message","from":"group","group":"room","dataType":"text","data":"","stream":{"streamId":"s1","streamSequenceId":2,"endOfStream":true}}
        {"type":"groupStateUpdate","group":"room","items":[{"connectionId":"c1","userId":"alice","state":{"activity":"typing"},"updatedAt":1741652400000}]}
        {"type":"groupStateSnapshot","group":"room","items":[]}
        """);

    private JsonSamples() {}

    static List<byte[]> clientFrames() {
        return Stream.concat(CLIENT.stream(), RULES.clientFrames().stream()).toList();
    }

    static List<byte[]> serviceFrames() {
        return Stream.concat(SERVICE.stream(), RULES.serviceFrames().stream()).toList();
    }

    private static List<byte[]> utf8(String lines) {
        return lines.lines().map(line -> line.getBytes(StandardCharsets.UTF_8)).toList();
    }
}
