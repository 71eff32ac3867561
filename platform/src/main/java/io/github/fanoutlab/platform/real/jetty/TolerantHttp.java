package io.github.fanoutlab.platform.real.jetty;

import java.util.regex.Pattern;
import org.eclipse.jetty.http.HostPortHttpField;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.internal.HttpConnection;

/** HTTP/1.1 that takes what Node takes and Jetty refuses however it is configured: a malformed path, and a blank Host header. */
final class TolerantHttp extends HttpConnectionFactory {

    /** In a path: {@code %zz}, {@code %}, and {@code %00}. */
    private static final Pattern MALFORMED = Pattern.compile("%(?!\\p{XDigit}{2})|%(?=00)");

    TolerantHttp(HttpConfiguration configuration) {
        super(configuration);
    }

    @Override
    public Connection newConnection(Connector connector, EndPoint endPoint) {
        return configure(new Http(getHttpConfiguration(), connector, endPoint), connector, endPoint);
    }

    private static final class Http extends HttpConnection {

        Http(HttpConfiguration configuration, Connector connector, EndPoint endPoint) {
            super(configuration, connector, endPoint);
        }

        @Override
        protected RequestHandler newRequestHandler() {
            return new RequestHandler() {
                @Override
                public void startRequest(String method, String target, HttpVersion version) {
                    super.startRequest(method, escaped(target), version);
                }

                @Override
                public void parsedHeader(HttpField field) {
                    boolean isBlankHost = field.getHeader() == HttpHeader.HOST
                            && (field.getValue() == null || field.getValue().isBlank());
                    super.parsedHeader(isBlankHost ? new BlankHost() : field);
                }
            };
        }
    }

    /** The path with {@code %25} in place of each {@code %} that means nothing; a query may have them. */
    private static String escaped(String target) {
        String path = target.split("[?#]", 2)[0];
        return MALFORMED.matcher(path).replaceAll("%25") + target.substring(path.length());
    }

    /** A blank Host header that stands for some host. */
    private static final class BlankHost extends HostPortHttpField {

        BlankHost() {
            super("localhost");
        }

        @Override
        public String getValue() {
            return "";
        }
    }
}
