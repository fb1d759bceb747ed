package dev.tidemark.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClusterSettingsTest {

    private static final String SHARED = "jdbc:postgresql://db/tidemark";
    private static final Set<String> NEEDED = Set.of("destination");

    @Test
    void withoutASettingNothingIsShared() {
        assertThat(read(Map.of(), "jdbc:h2:./data/tidemark").mode()).isEqualTo(ClusterSettings.Mode.NONE);
    }

    @Test
    void allCanBeSet() {
        ClusterSettings settings = read(
                Map.of(
                        "tidemark.cluster",
                        "kubernetes",
                        "tidemark.cluster.lease",
                        "1m",
                        "tidemark.cluster.labels",
                        "a=b, c/d=e"),
                SHARED);
        assertThat(settings.mode()).isEqualTo(ClusterSettings.Mode.KUBERNETES);
        assertThat(settings.lease()).isEqualTo(Duration.ofMinutes(1));
        assertThat(settings.labels()).isEqualTo(Map.of("a", "b", "c/d", "e"));
    }

    @ParameterizedTest
    @CsvSource({
        "tidemark.cluster, nomad, none; file or kubernetes",
        "tidemark.cluster, Kubernetes, none; file or kubernetes",
        "tidemark.cluster.lease, 1s, from 2s on",
        "tidemark.cluster.lease, soon, from 2s on",
        "tidemark.cluster.labels, tidemark, name=value"
    })
    void aWrongValueIsReportedWithTheRightOnes(String key, String value, String remedy) {
        assertThat(problems(Map.of(key, value), SHARED))
                .singleElement()
                .asString()
                .contains(key, "`" + value + "`", remedy.replace(';', ','));
    }

    @ParameterizedTest
    @CsvSource({
        "file, jdbc:h2:./data/tidemark",
        "file, jdbc:h2:mem:x",
        "file, jdbc:duckdb:./data/x.duckdb",
        "kubernetes, jdbc:h2:./data/tidemark;AUTO_SERVER=TRUE",
    })
    void aDatabaseThatOthersCannotUseIsRefused(String mode, String url) {
        assertThat(problems(Map.of("tidemark.cluster", mode), url))
                .singleElement()
                .asString()
                .contains("only one process", "database server", "tidemark.cluster to none");
    }

    @Test
    void theDatabaseOfTheStateIsNeededByAllToo() {
        List<String> problems = new ArrayList<>();
        ClusterSettings.of(
                Map.of(
                        "tidemark.cluster",
                        "file",
                        "tidemark.datasource.destination.url",
                        SHARED,
                        "tidemark.datasource.cursors.url",
                        "jdbc:h2:./data/cursors"),
                Set.of("destination", "cursors"),
                problems);
        assertThat(problems).singleElement().asString().contains("tidemark.datasource.cursors.url");
    }

    @ParameterizedTest
    @CsvSource({
        "file, jdbc:h2:./data/tidemark;AUTO_SERVER=TRUE",
        "file, jdbc:h2:tcp://db/x",
        "kubernetes, jdbc:h2:ssl://db/x",
        "kubernetes, jdbc:postgresql://db/x",
        "kubernetes, jdbc:mariadb://db/x"
    })
    void aDatabaseThatAllCanUseIsTaken(String mode, String url) {
        assertThat(problems(Map.of("tidemark.cluster", mode), url)).isEmpty();
    }

    private static ClusterSettings read(Map<String, String> properties, String destination) {
        List<String> problems = new ArrayList<>();
        ClusterSettings settings = ClusterSettings.of(with(properties, destination), NEEDED, problems);
        assertThat(problems).isEmpty();
        return settings;
    }

    private static List<String> problems(Map<String, String> properties, String destination) {
        List<String> problems = new ArrayList<>();
        ClusterSettings.of(with(properties, destination), NEEDED, problems);
        return problems;
    }

    private static Map<String, String> with(Map<String, String> properties, String destination) {
        Map<String, String> all = new TreeMap<>(properties);
        all.put("tidemark.datasource.destination.url", destination);
        return all;
    }
}
