package io.github.fanoutlab.simulator.check.faulty;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.stage.FaultyRun;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Runs that seeds found, made small: the claims hold, since")
class FoundBySeedsTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        a full Redis refused the connection that would have told W1 of the session                   | emitter;legacy=0.9.17;seed=520069;nodes=master,W1,W2;clients=C2;steps=none;full:redis@master.started+80ms
        C1 left before it heard that its session had begun: W4 is not told, and keeps it and a channel | emitter;legacy=0.9.16;seed=521253;nodes=W1,W4;leave:C1@C4.handshaken,20ms+1us
        Redis came to what a dead process had asked for when the next one was there already       | two-servers;adapter=8;seed=601133;lag:W2.pub@94ms+2.884s;kill:W2@168ms+1.825s;pause:redis@172ms+2.647s;kill:W2@337ms+354ms;pause:redis@803ms+2.573s;kill:W2@907ms+1.945s
        W3 missed that a handshake was used, collects it, and forgets the rooms of the session    | rooms;legacy=0.9.17;seed=601199;nodes=W1,W2,W3;clients=C2,C5,N2;steps=3;failover:redis@C2.handshaken;crash:W2@C5.disconnected
        W1 kept the emit for the end of the upgrade, and the join came in between                 | rooms;adapter=8;seed=528193;transport=upgrade;balancer=cookie;nodes=W1,W2,W3;clients=C2;steps=1,2,3;leave:C2@770ms+60ms
        W3 was restarted after the join was told, though later messages reach it                  | rooms;legacy=0.9.17;seed=523194;transport=xhr-polling;nodes=W1,W2,W3;clients=C2;steps=1,3;kill:W3@0s;kill:W2@1421us+1us
        C1 left before it was greeted, and dialed again before its worker knew of that            | sixteen;adapter=8;seed=511625;transport=polling;nodes=W4;beats=2;leave:C1@1.77s+40ms;leave:C1@1.94s+1us
        N4 heard of the emit from one worker, and then from another that it is connected          | rooms;legacy=0.9.17;seed=512180;transport=xhr-polling;balancer=round-robin;steps=1,2;cut:W2.sub@200ms+200ms
        W4 told of the session that it had begun when Redis was there again                       | rooms;legacy=0.9.17;seed=527067;transport=fallback;balancer=round-robin;nodes=W2,W3,W4;clients=C3,C4,N2,N4;steps=4;restart:redis@C4.connected+70ms
        the emit left W2 when Redis was back, and C1 had a new session on W2 by then              | two-servers;legacy=0.9.17;seed=510904;transport=xhr-polling;balancer=source;clients=C1;failover:redis@0s+1s;kill:W1@700ms+700ms
        W1 kept in order, for the next poll, what W3 had sent, and C1 came to W1 when W3 died     | four-emitters;legacy=0.9.17;seed=524012;transport=xhr-polling;balancer=source;nodes=W1,W2,W3;beats=4;stall:W3.pub@W2#2+2.3s;kill:W3@4.04s
        W1 heard late that the session had opened on W2, and let go of the poll that it held      | two-servers;legacy=0.9.17;seed=511697;transport=xhr-polling;balancer=cookie;steps=1;leave:C1@228ms+490ms;stall:W1.redis@790ms+190ms;kill:W2@800ms
        W1 died after it had accepted C2, and before C2 heard of that                             | worker-death;legacy=0.9.17;seed=525239;transport=xhr-polling;balancer=cookie;lag:W1.pub@C2.connected+30ms;crash:W1@C1.connected;cut:W1.redis@4.474s;kill:W3@5.58s+282ms;full:redis@11.243s+257ms
        N2's session began on W3, and W4 let it into its namespace                                | rooms;legacy=0.9.17;seed=525189;transport=xhr-polling;balancer=cookie;kill:master@W4#1+2.059s;kill:W3@C4.connected;kill:W1@270ms+1.839s;pause:W2@2.266s+2.542s
        the ack came after the emitter had waited a second, which it also does alone              | acks;adapter=5;seed=701124;nodes=W1;steps=1;beats=1;stall:W1.C1@0s+2s
        W3 told of C3's session and passed its join on, and nobody carried that out               | rooms;legacy=0.9.17;seed=512995;transport=xhr-polling;balancer=round-robin;kill:W2@211ms;stall:W1.C1@302ms+454ms;overflow:W3.sub@769ms+205ms;restart:redis@1.427s+137ms;failover:redis@2.364s
        the balancer led C2's session back to W4, which had been restarted and does not greet it  | rooms;legacy=0.9.17;seed=800079;transport=xhr-polling;balancer=source;nodes=W2,W4;clients=C2;steps=4;kill:W4@30ms+550ms
        W1 died after it had accepted C2, whom its greeting reached through another worker        | goodbye;legacy=0.9.17;seed=800191;transport=xhr-polling;balancer=cookie;clients=C2;steps=2;crash:W1@C2.connected
        W1 died when the order to disconnect C1 waited for a poll                                 | goodbye;legacy=0.9.17;seed=800122;transport=xhr-polling;balancer=cookie;clients=C1;steps=1,2;crash:W1@W1#2;restart:redis@190ms+200ms
        C1 was refused by W2 before the greeting of W1 came with a poll                           | banned;adapter=8;seed=810090;transport=polling;balancer=round-robin;clients=C1,C2;steps=1,2;kill:W2@2.6s+300ms;kill:W2@3s
        W1 told of C1's join on a connection that broke, and died: C1's session goes on at W2       | banned;legacy=0.9.17;seed=810728;transport=xhr-polling;balancer=cookie;clients=C1;steps=1,2;beats=1;kill:W1@W1#1;cut:W1.redis@C1.handshaken,75ms
        W2 was not subscribed when it was told of C1's join, and W1 died                           | banned;legacy=0.9.17;seed=810728;transport=xhr-polling;balancer=cookie;clients=C1;steps=1,2;beats=1;kill:W1@W1#1;cut:W2.sub@C1.handshaken,60ms+300ms
        W1 died cut off: W2 had kept its greeting of C1 for a poll, and never heard of C1's join    | banned;legacy=0.9.17;seed=810728;transport=xhr-polling;balancer=cookie;clients=C1;steps=1,2;beats=1;kill:W1@W1#1;cut:W1.redis@C1.handshaken,75ms+3s
        W2 got C1's join when W1, whose program knew C1, was dead                                   | banned;legacy=0.9.17;seed=900156;transport=xhr-polling;balancer=cookie;clients=C1,C2,B1;steps=2;kill:W1@1.63s+1us;kill:W1@2.218s+20ms
        C2's session began on W1, which could not tell the others                                   | acks;legacy=0.9.17;seed=900060;transport=xhr-polling;balancer=round-robin;clients=C2;leave:C2@0s+2s;pause:redis@2s+690ms;cut:W1.pub@3.3s+380ms
        W1 let go of C1's poll when it heard late that the session had opened on W2                 | volatile;legacy=0.9.17;seed=16;transport=xhr-polling;balancer=round-robin;failover:redis@C2.connected+128ms;failover:redis@2.374s+309ms
        W4's greeting of C4 waits for Redis, and its local emit does not                            | rooms;adapter=streams;seed=1000012;balancer=round-robin;nodes=W3,W4;clients=C4,N4;steps=4;failover:redis@W3.started+70ms
        W1 was told that C2 has closed a session that W2 does not know, and keeps a channel          | volatile;legacy=0.9.16;seed=1000004;balancer=round-robin;clients=C2;steps=none;lag:W1.pub@W2.subscribed+30ms
        C2 left between two polls, of which the last one was told to be open                        | banned;legacy=0.9.16;seed=1000004;transport=xhr-polling;leave:C2@3.047s+1.888s
        C3's channel had no subscriber between two polls                                            | acks;legacy=0.9.16;seed=1000002;transport=xhr-polling;balancer=round-robin;pause:redis@1.173s+288ms;slow:W2.C2@2.803s+1.483s
        W1 collected the handshake of a session that W2 had refused, and unsubscribed                | goodbye;legacy=0.9.16;seed=1000003;balancer=round-robin;clients=C3;steps=1,2,4;stall:W2.redis@1.05s+90ms
        N4 was connected to W3, which died before its greeting came through the stream              | rooms;adapter=streams;seed=1000012;balancer=cookie;failover:redis@W3.started+2.488s;lag:W3.pub@C2.disconnected+1.902s;stall:W1.C5@master.subscribed#3,103ms+2.74s;kill:W3@487ms+2.895s;kill:W3@706ms+2.537s;full:redis@1.208s+1.302s
        C1 was connected to W1 over polls, and the greeting waited for the next one                 | banned;adapter=0.1;seed=1000015;transport=polling;balancer=source;slow:W2.B1@216ms+84ms;kill:W1@238ms+88ms;leave:C2@799ms+43ms;leave:B1@1.737s+64ms;kill:W1@2.438s+75ms
        C3's join came to W3 between an emit of W3 and its echo                                     | rooms;adapter=5;seed=2004150;transport=polling;nodes=W1,W2,W3;clients=C3;steps=1,2,3;leave:C3@810ms+48ms
        C1 connected after it was emitted, and nobody had greeted it yet when a worker had it       | sixteen;legacy=0.9.16;seed=2008677;transport=fallback;balancer=round-robin;nodes=W2,W3,W4;beats=4;leave:C1@3.776s+70ms;failover:redis@3.86s+90ms
        W1 read its greeting of C1 and a volatile emit at once, and sent the greeting               | volatile;adapter=streams;seed=3000538;clients=C1;steps=1;beats=1;restart:redis@W2.subscribed+1s
        W2 was paused with an emit for C2, and did not know C2's session at its next poll           | goodbye;legacy=0.9.16;seed=3001165;transport=fallback;clients=C2;steps=2,3,4;pause:W2@500ms+500ms
        W1 had kept an emit for C1 when it heard late that the session had opened on W2             | banned;legacy=0.9.17;seed=2102242;transport=xhr-polling;balancer=round-robin;clock:W2@168ms+1.505s;stall:W1.sub@1.789s+2.304s;stall:W1.sub@3.249s+1.405s;stall:W2.B1@4.038s+80ms;stall:W1.pub@4.474s+1.843s
        over polls through a balancer that is not sticky, clients of streams never get in           | mirror;adapter=streams;seed=2300060;transport=polling;balancer=round-robin;leave:C3@63ms+1.321s;silence:W1.C1@458ms+1.012s
        C1 was cut off when it polled, and came back to W4 before W4 knew                           | sixteen;adapter=streams;seed=92;transport=polling;nodes=W4;beats=9;cut:W4.C1@9s+30ms
        a worker that lagged let N2 in again, and then read what N2 had got from W2                 | rooms;adapter=streams;seed=769;balancer=round-robin;nodes=W1,W2;clients=C5,N2;steps=2;silence:W1.redis@0s+2.9s;kill:W2@1720us;full:redis@951ms+2s
        C1 was with a worker that had died when the master died with an emit on a dead connection   | heartbeat;adapter=streams;seed=433;balancer=round-robin;nodes=master,W1;beats=2;crash:W1@0s;silence:master.redis@2s+2s;crash:master@4s
        Redis had the entry when a replica without it took over, and W2 added it again              | banned;adapter=streams;seed=100583;clients=C1;steps=1,2;slow:W2.redis@3.444s+60ms;silence:W2.redis@3.53s+1us;failover:redis@3.55s
        C1 came to a worker that lags and read a goodbye, and what went before it, in one read      | goodbye;adapter=streams;seed=191;balancer=round-robin;clients=C1;steps=2,3,4;silence:W1.redis@W2#1+560ms
        C4 never gets in again: each of its requests goes to the worker that does not know it       | goodbye;adapter=streams;seed=9;transport=polling;balancer=round-robin;steps=5;crash:W2@0s
        C2 asks for its room anew after it was back, and the emit comes before that                 | acks;legacy=0.9.17;seed=131;transport=xhr-polling;clients=C2;steps=1,2;kill:W2@2.91s+1us
        W2 died before it greeted C2, whose poll comes to the next W2 late                          | volatile;legacy=0.9.17;seed=238;transport=xhr-polling;nodes=W2;beats=2;crash:W2@C2.connected+1.3s
        W1 died before it greeted C1, whose join therefore reaches no program                        | banned;legacy=0.9.16;seed=5010322;transport=fallback;balancer=cookie;clients=C1;steps=2;kill:W1@W1.subscribed#2
        Redis died with an emit to C3 on its way, and C1's ack of it travels over Redis later        | acks;legacy=0.9.17;seed=5017647;transport=xhr-polling;balancer=round-robin;steps=1;beats=1;leave:C2@0s+1us;failover:redis@960ms
        C2's requests name the emit, too, and travel over Redis                                     | acks;legacy=0.9.16;seed=5058963;transport=xhr-polling;balancer=round-robin;beats=1;failover:redis@W2.subscribed#2
        C2's session began on W1 and was led to W2, which had been restarted and keeps what it sends | acks;legacy=0.9.17;seed=5043027;transport=fallback;balancer=source;clients=C2;steps=1,3;kill:W2@2.8s;kill:W2@3.08s+320ms
        C4 was told goodbye in the session that its worker took for alive                           | goodbye;adapter=streams;seed=5051392;transport=polling;balancer=source;clients=C4;steps=1,2,4;cut:W2.C4@W1#1+40ms
        C1's join of its former session was carried out, and that of its new one was not            | banned;legacy=0.9.16;seed=5069326;transport=xhr-polling;balancer=round-robin;clients=C1,C2;steps=1,2;crash:W1@C2.handshaken+80ms;cut:W1.C1@900ms
        W1 was paused with C1's goodbye on its way, and sent over a connection that C1 had left      | sixteen;adapter=5;seed=5098305;balancer=round-robin;nodes=W1,W2;beats=1;pause:W1@60ms+1s;leave:C1@1s+1us
        W1 had let go of C2's poll when it heard late that the session was open on W2, which died    | banned;legacy=0.9.16;seed=5088922;transport=xhr-polling;balancer=round-robin;clients=C1,C2;steps=1,3;lag:W1.redis@1.94s+150ms;crash:W2@3s
        W2 heard from W1 that C1's session has ended, and not what W1 had said before                | goodbye;legacy=0.9.16;seed=5083949;transport=xhr-polling;balancer=round-robin;clients=C1,C4;steps=2,4;restart:redis@C4.handshaken
        C2 waited ten seconds for a WebSocket when it came back                                      | emitter;legacy=0.9.17;seed=5073076;transport=fallback;nodes=master,W1,W2;clients=C2;kill:master@master#1+1.12s;kill:W2@W1.started
        W1 told goodbye to C2 at W2 without the words before it, which Redis had lost               | goodbye;adapter=8;seed=6041909;clients=C2;steps=1,2,3;failover:redis@233ms+400ms
        W2 heard late that C3's poll at W1 is over, and keeps what comes for the next one           | acks;legacy=0.9.16;seed=6055803;transport=xhr-polling;balancer=round-robin;steps=1;beats=2;cut:W1.pub@0s;restart:redis@300ms+400ms
        W2 heard late what W1 had told of C4's session, and kept what came for it                   | goodbye;legacy=0.9.17;seed=348;transport=xhr-polling;balancer=round-robin;steps=1,2,4;overflow:W2.sub@W2.subscribed+300ms;failover:redis@C1.connected,15ms;restart:redis@870ms+160ms
        W2 never heard of the join that C1 had asked W1 for                                         | banned;legacy=0.9.17;seed=342;transport=xhr-polling;balancer=round-robin;steps=1,2;silence:W1.pub@W1.subscribed+2s
        C1's session was greeted by W4 when the W1 that had begun it was dead                       | rooms;legacy=0.9.17;seed=820;transport=xhr-polling;balancer=cookie;nodes=W1,W4;clients=C1,C4;steps=1;kill:W1@C4.connected
        W3 holds N4's polls, and the program that knew N4 died with W2                              | rooms;legacy=0.9.17;seed=737;transport=xhr-polling;balancer=cookie;nodes=W1,W2,W3,W4;clients=C1,C3,N4;steps=none;kill:W2@C1.connected
        the balancer led C3 from W2 back to W1, which had been restarted and takes the join for its own | rooms;legacy=0.9.17;seed=620;transport=xhr-polling;balancer=source;nodes=W1,W2,W3,W4;clients=C3,N2;steps=none;kill:W1@580ms+1.94s;pause:W2@1s+1.5s
        C3 came back to W4, which still had its former session and knew that it had moved           | worker-death;adapter=streams;seed=181;transport=polling;balancer=source;nodes=master,W3,W4;clients=C3;kill:W3@10s
        Redis died after C2's session had begun, and before C2 was told by poll                     | goodbye;adapter=streams;seed=54;transport=upgrade;balancer=source;clients=C2;restart:redis@1.6s;silence:W2.C2@2s+1us
        W2 had let C1 in again, and C1's next poll, which would have told C1 so, went to W1          | banned;adapter=streams;seed=752;transport=polling;balancer=source;clients=C1,C2;steps=1;beats=2;kill:W1@W1#1,70ms+940ms;kill:W1@3.69s+300ms
        W4 died with C2's room on a dead connection to Redis, and C2 came back without it           | rooms;adapter=streams;seed=797;transport=upgrade;balancer=source;nodes=W1,W2,W3,W4;clients=C2,N2;steps=2,3;kill:W4@N2.received;silence:W4.pub@N2.handshaken,100ms+1us
        W1 emits to each client by itself, and W2 had unsubscribed from C2's channel                | acks;legacy=0.9.16;seed=7005639;transport=fallback;balancer=round-robin;overflow:W2.sub@W1.subscribed+1us;silence:W1.C3@3.29s+90ms
        a goodbye waited for Redis, and came to C2 in its next session                              | goodbye;adapter=streams;seed=7071484;transport=polling;balancer=source;clients=C2;pause:redis@550ms+1.294s
        W2 began C2's session with a POST, and no poll of it ever came, so nobody ends it            | acks;legacy=0.9.16;seed=8009367;transport=xhr-polling;balancer=cookie;clients=C2,C3;steps=none;silence:W2.sub@W1.subscribed#2+1us;crash:W1@C3.connected,10ms
        C2 was told late that its session had begun, and its next poll was refused                  | goodbye;adapter=8;seed=8025329;transport=upgrade;balancer=round-robin
        W3 heard of C2's handshake and of one of its rooms, and not that it connected: it forgot both | rooms;legacy=0.9.17;seed=8049426;transport=xhr-polling;nodes=W2,W3;clients=C2;steps=3;leave:C2@1.23s+19ms;failover:redis@1.3s
        W4 had begun C2's session with a POST, and could not tell anybody without Redis             | rooms;legacy=0.9.17;seed=8082726;transport=xhr-polling;balancer=round-robin;nodes=W1,W2,W3,W4;clients=C2,C3,N4;steps=1,2,3,4;leave:C2@687ms+230ms;restart:redis@980ms+360ms
        C2 was cut off while it upgraded, and the end of its probe is not the end of its session    | two-servers;adapter=streams;seed=389;transport=upgrade;balancer=source;nodes=W2;cut:W2.C2@C2.connected,30ms+20ms
        W1 let go of C4's poll for what W2 had told when Redis was away, and W2 never had the emit    | goodbye;legacy=0.9.17;seed=9011249;transport=xhr-polling;balancer=round-robin;failover:redis@W1.subscribed#3;failover:redis@C4.connected+2.203s;failover:redis@W2.subscribed#2,98ms+844ms
        W1's greeting of C2 came when C2 had left, and W2, which has C2 now, told it nothing        | acks;legacy=0.9.16;seed=10005531;transport=fallback;balancer=round-robin;steps=1;beats=1;restart:redis@W2.started+53ms;leave:C2@W1.subscribed#5,40ms+1us
        W2 let C4 in again twice, and had C4's second try when C4 came back to it                   | goodbye;adapter=streams;seed=11012495;transport=polling;balancer=round-robin;crash:W2@C1.handshaken#3,30ms;crash:W1@235ms+366ms
        N4 was away when W4 read an entry, which the next Redis did not have                        | rooms;adapter=streams;seed=12019687;transport=upgrade;clients=N2,N4;steps=3,4,5;crash:W4@master.subscribed+1us;failover:redis@W1.started+156ms;failover:redis@1.25s
        Redis died with an entry while it let C1 in, and C1 had got the one before it               | worker-death;adapter=streams;seed=12064454;nodes=master,W1,W3,W4;clients=C1;steps=1;beats=2;leave:C1@master#1+1s;restart:redis@W4.subscribed#3;failover:redis@W3.started,3625us;restart:redis@28ms+2s
        C1 left while W1 waited for Redis with its answer, which came to a poll that C1 had given up  | acks;adapter=streams;seed=13059666;transport=polling;balancer=cookie;clients=C1,C3;steps=1;beats=2;kill:W2@0s;failover:redis@1s+400ms;leave:C1@1.75s+300ms
        W2 was started anew without C1, read on behind an entry, and Redis died before C1 came back | sixteen;adapter=streams;seed=13080093;nodes=W1,W2;beats=3;failover:redis@870ms+90ms;crash:W2@1.99s+10ms;failover:redis@5s;kill:W2@5.1s
        W2 answers the end of C1's former session, and with its cookie takes the next one from W1    | goodbye;legacy=0.9.17;seed=14048671;transport=xhr-polling;balancer=cookie;clients=C1;steps=1,2;crash:W1@1.7s;leave:C1@2s+16ms
        W2 passed on to W1, which had crashed, that C2 asks for its namespace, and nobody answers it  | banned;legacy=0.9.16;seed=14063487;transport=fallback;balancer=cookie;clients=C1,C2,B1;steps=none;crash:W1@W2.subscribed#2
        Redis died with the room of C5, whose worker had crashed, and C5 came back without it       | rooms;adapter=streams;seed=15082793;transport=upgrade;nodes=W1,W2,W3;clients=C5;steps=1,2,3;failover:redis@C5.handshaken;crash:W1@0s;failover:redis@950ms
        W1 crashed with C3's join on its way, which the balancer led to W2, which refused it        | rooms;adapter=streams;seed=17057337;transport=polling;balancer=source;nodes=W1,W2,W3,W4;clients=C3;steps=1,3;leave:C3@0s+1us;crash:W1@C3.disconnected,140ms
        W3 could not reach Redis when it let C1 in, and crashed before it could                     | rooms;adapter=streams;seed=17075797;balancer=source;nodes=W1,W2,W3,W4;clients=C1,C2;steps=1,3;crash:W3@C2.received+1us;cut:W3.pub@W4.started+58ms
        W2 passed on N4's join to W1, which was dead, and the next W1 emits to N4's room             | rooms;legacy=0.9.16;seed=18001041;transport=xhr-polling;balancer=cookie;nodes=W1,W2,W3,W4;clients=C1,C2,C4,N2,N4;steps=5;kill:W1@N4.connected
        W1 passed on N4's join to W4, which was dead                                                | rooms;legacy=0.9.17;seed=18002630;transport=fallback;balancer=cookie;nodes=W1,W2,W3,W4;clients=C1,C4,C5,N4;steps=5;kill:W4@1.884s+1us;kill:W4@2.489s+20ms
        W1 was started anew without the poll of C1 to which it could send what is volatile          | volatile;legacy=0.9.16;seed=18062886;transport=fallback;balancer=round-robin;clients=C1;steps=1;beats=1;kill:W1@W1#1;restart:redis@0s+1s
        an entry was sent to C1 over a dead connection, and Redis died before C1 came back          | worker-death;adapter=streams;seed=18068514;nodes=master,W1,W3,W4;steps=1,3;beats=2;failover:redis@W4.subscribed+2s;failover:redis@C3.received#5,70ms;silence:W1.C1@C4.received#2,180ms+230ms
        Redis died when W2 waited at a dead connection for an entry, and had heard something else   | worker-death;adapter=streams;seed=19001698;balancer=cookie;nodes=master,W2,W3,W4;clients=C2,C3;steps=1,2,3;silence:W2.sub@1s+2.9s;silence:W2.redis@3.9s+2.5s;failover:redis@6s
        W2 wrote C1's session to a dead connection, and C1 came back as soon as there was another     | two-servers;adapter=streams;seed=22099343;balancer=cookie;silence:W2.pub@W1.started,1ms+2s;silence:W2.C1@200ms+1s
        W1 let N4 in and died before N4 knew, and W2, which went on with the session, does not say so  | rooms;legacy=0.9.16;seed=27088028;transport=fallback;balancer=cookie;nodes=W1,W2,W4;clients=C2,C4,N4;steps=2;kill:W1@C2.disconnected;kill:W4@N4.handshaken,8ms+1us
        C2 asked W1, which went on with its session, and the program that knew C2 had died with W2   | acks;legacy=0.9.17;seed=34075491;transport=xhr-polling;balancer=cookie;clients=C1,C2;steps=2;kill:W2@C2.received
        W2 had kept an answer that W1 had given C1, and gave it again when W1 was dead              | acks;legacy=0.9.17;seed=41058717;transport=fallback;balancer=cookie;clients=C1;steps=1;beats=1;kill:W1@W1#1;failover:redis@C1.connected,38ms+1s
        W2 did not know yet that W1, which was dead, had begun C3's session, and began and greeted it, too | acks;legacy=0.9.17;seed=41078731;transport=xhr-polling;balancer=cookie;steps=1;lag:W1.pub@W1#2+2s;leave:C3@2.22s+1.14s;kill:W1@3.49s
        W1 told of C1's session as soon as it could reach Redis, when C1 had left without a word of it | volatile;legacy=0.9.16;seed=42081502;steps=none;leave:C1@C2.handshaken+1us;cut:W1.redis@W1.started+70ms
        """)
    void hold(String since, String run) {
        assertThat(FaultyClaims.judge(FaultyRun.of(RunString.parse(run))).failures())
                .isEmpty();
    }
}
