package example.boot4.jetty;

import io.github.fanoutlab.adapter.SocketIoServer;
import io.github.fanoutlab.platform.real.jetty.JettyHost;
import org.springframework.boot.jetty.servlet.JettyServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration
class AttachedToJetty {

    // region attach
    @Bean
    WebServerFactoryCustomizer<JettyServletWebServerFactory> attach(SocketIoServer io) {
        return factory -> factory.addServerCustomizers(jetty -> io.attach(JettyHost.of(jetty)));
    }
    // endregion
}
