package dev.tidemark.runtime;

import dev.tidemark.config.UsageException;
import dev.tidemark.http.Clients;
import dev.tidemark.http.RequestParameters;
import dev.tidemark.jdbc.Databases;
import dev.tidemark.jdbc.NamedDatabase;
import dev.tidemark.jdbc.PartitionDatabase;
import dev.tidemark.kafka.KafkaChannel;
import dev.tidemark.page.PageReader;
import dev.tidemark.partition.Partitions;
import dev.tidemark.route.Source;
import dev.tidemark.route.kamelet.AddressRule;
import dev.tidemark.route.kamelet.KameletBean;
import dev.tidemark.route.kamelet.KameletUse;
import dev.tidemark.route.kamelet.Kamelets;
import dev.tidemark.route.yaml.Problem;
import dev.tidemark.route.yaml.SharedProblems;
import dev.tidemark.route.yaml.Suggestion;
import dev.tidemark.sink.TableSink;
import dev.tidemark.sink.WritableDatabases;
import dev.tidemark.strategy.PageRequest;
import dev.tidemark.strategy.Paging;
import dev.tidemark.strategy.Strategy;
import dev.tidemark.sync.Failure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.util.TimeUtils;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeanWrapperImpl;
import org.springframework.beans.BeansException;
import org.springframework.beans.MethodInvocationException;

/**
 * Creates the beans of sources, and lets each bean check its parameters. These checks are not possible in a Kamelet's
 * definition, since they depend on the meaning of a query or a column.
 */
public final class SourceCheck {

    private static final String OURS = "dev.tidemark.";

    private final Kamelets kamelets;
    private final Databases databases;
    private final Set<String> clients;

    public SourceCheck(Kamelets kamelets, Databases databases, Set<String> clients) {
        this.kamelets = kamelets;
        this.databases = databases;
        this.clients = clients;
    }

    /** A message for each mistake. */
    public List<String> check(List<Source> sources) {
        SharedProblems all = new SharedProblems();
        for (Source source : sources) {
            List<Problem> problems = new ArrayList<>();
            check(source.from(), problems);
            checkPeriod(source.from(), problems);
            for (KameletUse sink : source.sinks()) {
                check(sink, problems);
                checkProduct(sink, problems);
            }
            new WorkerCheck(kamelets, databases).check(source, problems);
            problems.forEach(problem -> all.add(problem, source.templated()));
        }
        return all.list().stream().map(Problem::toString).toList();
    }

    /** The strategy of a source. */
    public Strategy strategy(Source source) {
        return findStrategy(source)
                .orElseThrow(() -> new UsageException(List.of(source.from()
                        .problem(null, "has no strategy bean, so its state cannot be read or created")
                        .toString())));
    }

    /** The strategy of a source; empty for a user's own Kamelet without our classes. */
    Optional<Strategy> findStrategy(Source source) {
        return first(beans(source.from(), new ArrayList<>()), Strategy.class);
    }

    /** The partitions of a source; empty for a user's own Kamelet without them. */
    Optional<Partitions> partitions(Source source) {
        return first(beans(source.from(), new ArrayList<>()), Partitions.class);
    }

    private void check(KameletUse use, List<Problem> problems) {
        checkAddress(use, problems);
        String client = use.parameters().get("client");
        if (client != null && !clients.contains(client)) {
            problems.add(sentence(
                    use,
                    "client",
                    "client `" + client + "` is not configured; known clients are " + clients + " (" + Clients.PREFIX
                            + "NAME.auth)" + Suggestion.didYouMean(client, clients)));
        }
        List<PageRequest> requests = new ArrayList<>();
        List<Paging> pagings = new ArrayList<>();
        int before = problems.size();
        List<Object> beans = beans(use, problems);
        // Combinations of parameters are checked only when each parameter is valid.
        List<Problem> combined = use.sound() && problems.size() == before ? problems : new ArrayList<>();
        Map<String, String> sample = partitions(use, beans, combined);
        for (Object bean : beans) {
            if (bean instanceof Strategy strategy) {
                attempt(use, null, combined, () -> {
                    Paging paging = strategy.begin(null, Instant.now());
                    requests.add(paging.next().with(sample));
                    pagings.add(paging);
                });
            } else if (bean instanceof TableSink sink) {
                attempt(use, null, combined, sink::validate);
            }
        }
        boolean continuesByPageInfo = pagings.stream().anyMatch(paging -> paging.missingNextPage() != null);
        for (Object bean : beans) {
            if (bean instanceof RequestParameters parameters) {
                requests.forEach(request -> attempt(use, null, problems, () -> parameters.check(request)));
            } else if (bean instanceof PageReader reader) {
                String place = pageInfoParameter(use);
                attempt(use, null, combined, () -> reader.validate(place, continuesByPageInfo));
            }
        }
    }

    /**
     * Checks the partitions, and what workers divide.
     *
     * @return a value for each name that requests have from partitions
     */
    private static Map<String, String> partitions(KameletUse use, List<Object> beans, List<Problem> problems) {
        Partitions partitions = first(beans, Partitions.class).orElseGet(Partitions::new);
        attempt(use, null, problems, partitions::validate);
        Optional<Strategy> strategy = first(beans, Strategy.class);
        Optional<KafkaChannel> channel = first(beans, KafkaChannel.class);
        if (strategy.isPresent() && channel.isPresent()) {
            channel.get().setStrategy(strategy.get());
            channel.get().setPartitions(partitions);
            attempt(use, null, problems, channel.get()::validate);
        }
        return partitions.sample();
    }

    private static <T> Optional<T> first(List<Object> beans, Class<T> type) {
        return beans.stream().filter(type::isInstance).map(type::cast).findFirst();
    }

    /** The parameter with the place of a response's page info. */
    private String pageInfoParameter(KameletUse use) {
        return kamelets.beans(use).stream()
                .map(bean -> bean.parameters().get("pageInfoPath"))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse("pageInfoPath");
    }

    /** Checks the period, which a user's own Kamelet may not have. */
    private void checkPeriod(KameletUse use, List<Problem> problems) {
        String period = kamelets.value(use, "period");
        if (period == null && kamelets.names().contains(use.kamelet())) {
            problems.add(sentence(
                    use,
                    "period",
                    "it has no parameter `period`, which sets how often the source is due: declare it in the"
                            + " Kamelet's definition, with a default such as 60s"));
        } else if (period != null && use.sound()) {
            attempt(use, "period", problems, () -> {
                if (TimeUtils.toMilliSeconds(period) <= 0) {
                    throw new IllegalArgumentException("period must be greater than zero");
                }
            });
        }
    }

    private static void checkAddress(KameletUse use, List<Problem> problems) {
        String url = use.parameters().get("url");
        if (url == null) {
            return;
        }
        String written = use.hidden().getOrDefault(url, url);
        AddressRule.mistakes(written, url).forEach(mistake -> problems.add(sentence(use, "url", "url " + mistake)));
    }

    private List<Object> beans(KameletUse use, List<Problem> problems) {
        List<Object> beans = new ArrayList<>();
        for (KameletBean bean : kamelets.beans(use)) {
            if (bean.type().startsWith(OURS)) {
                attempt(use, null, problems, () -> beans.add(make(bean, use, problems)));
            }
        }
        return beans;
    }

    private Object make(KameletBean bean, KameletUse use, List<Problem> problems) {
        BeanWrapperImpl wrapper;
        try {
            wrapper = new BeanWrapperImpl(Class.forName(bean.type()));
        } catch (ClassNotFoundException e) {
            throw new IllegalArgumentException(
                    "it needs " + bean.type() + ", which is not on the class path; add its jar to lib.d", e);
        }
        bean.properties().forEach((name, value) -> {
            if (bean.type().equals(NamedDatabase.class.getName())) {
                checkDataSource(value, "dataSource", use, problems);
            } else if (bean.type().equals(PartitionDatabase.class.getName())) {
                if (name.equals("name") && bean.properties().containsKey("query")) {
                    checkDataSource(value, "partitionDataSource", use, problems);
                }
            } else {
                String parameter = bean.parameters().get(name);
                // Mistakes in an address are reported without its secrets, see checkAddress.
                List<Problem> reported = "url".equals(parameter) ? new ArrayList<>() : problems;
                attempt(use, parameter, reported, () -> wrapper.setPropertyValue(name, value));
            }
        });
        return wrapper.getWrappedInstance();
    }

    private void checkDataSource(String name, String parameter, KameletUse use, List<Problem> problems) {
        if (!databases.isDeclared(name)) {
            problems.add(sentence(
                    use,
                    parameter,
                    parameter + " `" + name + "` is not configured; known data sources are " + databases.names() + " ("
                            + Databases.PREFIX + "NAME.url)" + Suggestion.didYouMean(name, databases.names())));
        }
    }

    private void checkProduct(KameletUse sink, List<Problem> problems) {
        String name = kamelets.value(sink, "dataSource");
        String url = name == null ? null : databases.url(name);
        if (name != null && url != null) {
            attempt(sink, "dataSource", problems, () -> WritableDatabases.require(name, url));
        }
    }

    /** @param parameter the parameter that is checked; null for a combination of parameters */
    private static void attempt(KameletUse use, @Nullable String parameter, List<Problem> problems, Runnable action) {
        try {
            action.run();
        } catch (IllegalArgumentException e) {
            problems.add(sentence(use, parameter, String.valueOf(e.getMessage())));
        } catch (MethodInvocationException e) {
            // The setter's own message; its cause has less detail.
            problems.add(sentence(
                    use,
                    parameter,
                    String.valueOf(Objects.requireNonNull(e.getCause()).getMessage())));
        } catch (BeansException e) {
            problems.add(sentence(use, parameter, Failure.innermost(e)));
        }
    }

    /** A message about several parameters starts with the one to change. */
    private static Problem sentence(KameletUse use, @Nullable String parameter, String what) {
        String at = parameter == null ? what.split("\\W", 2)[0] : parameter;
        return use.problem(at, what);
    }
}
