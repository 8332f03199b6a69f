package dev.mcpoauth.client.binding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.mcpoauth.client.OAuthClient;
import dev.mcpoauth.client.ResourceSession;
import dev.mcpoauth.client.login.Browser;
import dev.mcpoauth.client.login.LoginPrompt;
import dev.mcpoauth.client.login.LoopbackUserAgent;
import dev.mcpoauth.client.registration.RegistrationSettings;
import java.net.CookieManager;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

class OAuthHttpClientBuilderTest {

    private final ResourceSession session = OAuthClient.forUsers(
                    LoopbackUserAgent.of(Browser.NONE, LoginPrompt.NONE),
                    RegistrationSettings.builder("test client").build())
            .build()
            .session(URI.create("http://127.0.0.1:1/mcp"));

    private HttpClient.Builder builder() {
        return new OAuthHttpClientBuilder(HttpClient.newBuilder(), session);
    }

    @Test
    void buildsASignedInClientWithTheSettingsThatWereGiven() {
        CookieManager cookies = new CookieManager();
        ProxySelector proxy = ProxySelector.of(null);
        Executor executor = Runnable::run;
        HttpClient client = builder()
                .connectTimeout(Duration.ofSeconds(7))
                .version(Version.HTTP_1_1)
                .priority(3)
                .cookieHandler(cookies)
                .proxy(proxy)
                .executor(executor)
                .build();
        assertThat(client).isInstanceOf(OAuthHttpClient.class);
        assertThat(client.connectTimeout()).contains(Duration.ofSeconds(7));
        assertThat(client.version()).isEqualTo(Version.HTTP_1_1);
        assertThat(client.cookieHandler()).containsSame(cookies);
        assertThat(client.proxy()).containsSame(proxy);
        assertThat(client.executor()).containsSame(executor);
    }

    @Test
    void buildsNoneThatWouldCarryTheTokenToWhereverARedirectPoints() {
        HttpClient.Builder following = builder().followRedirects(Redirect.ALWAYS);
        assertThatIllegalArgumentException().isThrownBy(following::build).withMessageContaining("redirects");
    }
}
