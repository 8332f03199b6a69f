package dev.mcpoauth.example.database.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoreUrlTest {

    @ParameterizedTest
    @CsvSource({
        "jdbc:postgresql://db.example:5432/oauth?user=u&password=hunter2%26%2B+&sslmode=require,"
                + " jdbc:postgresql://db.example:5432/oauth",
        "jdbc:mariadb://db.example/oauth?user=u&password=hunter2%26%2B+, jdbc:mariadb://db.example/oauth",
        "redis://u:hunter2%26%2B+@cache.example:6379/3, redis://cache.example:6379/3",
        "rediss://u:hunter2%26%2B+@cache.example, rediss://cache.example",
    })
    void keepsUserAndPasswordApartFromTheAddress(String text, String address) {
        StoreUrl url = StoreUrl.parse(text);
        assertThat(url.address()).isEqualTo(address);
        assertThat(url).hasToString(address);
        assertThat(url.user()).contains("u");
        assertThat(url.password()).contains("hunter2&++");
    }

    @Test
    void handsTheOtherParametersToTheDriver() {
        StoreUrl url = StoreUrl.parse("jdbc:postgresql://db.example/oauth?user=u&sslmode=require&options=-c%20a%3Db");
        assertThat(url.driverParameters()).containsEntry("sslmode", "require").containsEntry("options", "-c a=b");
        assertThat(url.driverParameters()).doesNotContainKey("user");
        assertThat(url.isRedis()).isFalse();
    }

    @Test
    void takesUserAndPasswordFromElsewhere() {
        StoreUrl url = StoreUrl.parse("redis://:old@cache.example");
        assertThat(url.user()).isEmpty();
        assertThat(url.withUser("u").withPassword("new").password()).contains("new");
        assertThat(url.withUser("u").user()).contains("u");
        assertThat(url.isRedis()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hunter2",
                "jdbc:h2:mem:hunter2",
                "jdbc:postgresql:",
                "jdbc:postgresql://u:hunter2@db.example/oauth",
                "jdbc:postgresql://db.example/oauth?password=hunter2%",
                "jdbc:postgresql://db.example/oauth?hunter2",
                "jdbc:mysql://db.example/oauth?password=hunter2",
                "redis:hunter2",
                "redis://u:hunter2@/0",
                "redis://u:hunter2@cache.example/zero",
                "redis://u:hunter2@cache.example/0?hunter2",
                "redis://u:hunter2 @cache.example",
                "redisx://u:hunter2@cache.example",
            })
    void refusesOtherTextsWithoutRepeatingThem(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StoreUrl.parse(text))
                .withMessageStartingWith("expected")
                .withMessageNotContaining("hunter2")
                .withNoCause();
    }
}
