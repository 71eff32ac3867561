package io.github.fanoutlab.bench.micro;

import io.github.fanoutlab.adapter.protocol.Packet;
import io.github.fanoutlab.adapter.protocol.PacketDecoder;
import io.github.fanoutlab.adapter.protocol.PacketEncoder;
import io.github.fanoutlab.adapter.redis.codec.MessageCodec;
import io.github.fanoutlab.adapter.redis.codec.MessagePackDecoder;
import io.github.fanoutlab.adapter.redis.codec.MessagePackEncoder;
import io.github.fanoutlab.adapter.server.BroadcastOptions;
import io.github.fanoutlab.adapter.server.Socket;
import io.github.fanoutlab.legacy.protocol.PacketText;
import io.github.fanoutlab.platform.DebugLog;
import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.simulator.scenario.Scenarios;
import io.github.fanoutlab.simulator.stage.CalmRun;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.StringNode;

/** The steps of a delivery of 50 bytes, and a run of the simulator. Methods are named as they are shown. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Steps {

    private static final int MESSAGES = 100;
    private static final String PAYLOAD = "x".repeat(50);
    private static final String TEXT = "42[\"data\",\"" + PAYLOAD + "\"]";
    private static final String LEGACY_TEXT = "5:::{\"name\":\"data\",\"args\":[\"" + PAYLOAD + "\"]}";
    private static final ArrayNode EVENT =
            JsonNodeFactory.instance.arrayNode().add("data").add(PAYLOAD);

    private final PacketEncoder encoder = new PacketEncoder(DebugLog.silent());
    private final PacketDecoder decoder = new PacketDecoder(DebugLog.silent());
    private final Packet packet = Packet.event("/", EVENT);
    private final io.github.fanoutlab.legacy.protocol.Packet legacyPacket =
            io.github.fanoutlab.legacy.protocol.Packet.event("", "data", List.of(StringNode.valueOf(PAYLOAD)));
    private final ArrayNode message = message();
    private final byte[] bytes = MessagePackEncoder.encode(message);
    private final Worker worker = new Worker();
    private long seed;

    private ArrayNode message() {
        return JsonNodeFactory.instance
                .arrayNode()
                .add("uid")
                .add(MessageCodec.packet(packet))
                .add(MessageCodec.options(BroadcastOptions.ALL));
    }

    @Benchmark
    public Object encodeAdapterPacket() {
        return encoder.encode(packet);
    }

    @Benchmark
    public Object decodeAdapterPacket() {
        return decoder.add(TEXT.substring(1));
    }

    @Benchmark
    public Object encodeLegacyPacket() {
        return PacketText.encode(legacyPacket);
    }

    @Benchmark
    public Object decodeLegacyPacket() {
        return PacketText.decode(LEGACY_TEXT);
    }

    @Benchmark
    public Object writeMessagePack() {
        return MessagePackEncoder.encode(message);
    }

    @Benchmark
    public Object readMessagePack() {
        return MessagePackDecoder.decode(bytes);
    }

    @Benchmark
    public List<Socket> selectRoomOfHalf() {
        return worker.inRoom();
    }

    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public long redisMessageToFiftyFrames() {
        return worker.receive(bytes, MESSAGES);
    }

    @Benchmark
    public Object simulateFourEmitters() {
        return CalmRun.of(Scenarios.FOUR_EMITTERS, Generation.ADAPTER, seed++).observation();
    }
}
