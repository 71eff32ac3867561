package example;

import io.github.fanoutlab.adapter.SocketIoServer;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

// region controller
@RestController
class AnnounceController {

    private final SocketIoServer io;

    AnnounceController(SocketIoServer io) {
        this.io = io;
    }

    @PostMapping("/announce")
    void announce(@RequestBody Announcement announcement) {
        io.emit("announcement", announcement); // any thread may emit, such as this one of the web server
    }

    record Announcement(String text) {}
}
// endregion
