#include <doctest/doctest.h>

#include <unistd.h>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>

#include "tks/error.hpp"
#include "tks/kafka_settings.hpp"

namespace {

using Variables = std::map<std::string, std::string>;

/// Files of a test, gone with it.
class Directory {
public:
    Directory() {
        std::string name = (std::filesystem::temp_directory_path() / "tks-kafka-XXXXXX").string();
        path_ = ::mkdtemp(name.data());
    }
    ~Directory() { std::filesystem::remove_all(path_); }

    std::string file(const std::string& name, const std::string& content) const {
        const std::string path = path_ + "/" + name;
        std::ofstream(path) << content;
        return path;
    }

private:
    std::string path_;
};

tks::KafkaSettings read(const Variables& variables, const tks::KafkaConnectionOptions& options = {}) {
    return tks::read_kafka_settings(options, [&](const char* name) -> std::optional<std::string> {
        const auto place = variables.find(name);
        if (place == variables.end()) return std::nullopt;
        return place->second;
    });
}

std::string refusal_of(const Variables& variables, const tks::KafkaConnectionOptions& options = {}) {
    try {
        read(variables, options);
    } catch (const tks::UsageError& error) {
        return error.what();
    }
    return "it is accepted";
}

std::string value_of(const tks::KafkaSettings& settings, std::string_view name) {
    const tks::KafkaSetting* setting = settings.find(name);
    return setting == nullptr ? "(not set)" : setting->value;
}

std::string origin_of(const tks::KafkaSettings& settings, std::string_view name) {
    const tks::KafkaSetting* setting = settings.find(name);
    return setting == nullptr ? "(not set)" : setting->origin;
}

/// A connection as production wants it.
Variables production(const Directory& directory) {
    return {{"ENV", "PROD"},
            {"KAFKA_BROKER_STRING", "one:9093,two:9093"},
            {"KAFKA_SECURITY_PROTOCOL", "SASL_SSL"},
            {"KAFKA_SASL_MECHANISM", "SCRAM-SHA-512"},
            {"KAFKA_SASL_USERNAME", "alice"},
            {"KAFKA_SASL_PASSWORD_FILE", directory.file("password", "s3cret\n")},
            {"KAFKA_SSL_CA_FILE", "/etc/ca.pem"}};
}

}  // namespace

TEST_CASE("an empty environment means a broker on this machine, without a login") {
    const tks::KafkaSettings settings = read({});
    CHECK(value_of(settings, "bootstrap.servers") == "localhost:9092");
    CHECK(origin_of(settings, "bootstrap.servers") == "default");
    CHECK(value_of(settings, "security.protocol") == "PLAINTEXT");
    CHECK(!settings.is_protected);
    CHECK(!value_of(settings, "client.id").empty());
}

TEST_CASE("the environment of the services says how to connect, and the password comes from its file") {
    const Directory directory;
    const tks::KafkaSettings settings = read(production(directory));
    CHECK(settings.is_protected);
    CHECK(value_of(settings, "bootstrap.servers") == "one:9093,two:9093");
    CHECK(value_of(settings, "security.protocol") == "SASL_SSL");
    CHECK(value_of(settings, "sasl.mechanism") == "SCRAM-SHA-512");
    CHECK(value_of(settings, "sasl.username") == "alice");
    CHECK(value_of(settings, "sasl.password") == "s3cret");
    CHECK(value_of(settings, "ssl.ca.location") == "/etc/ca.pem");
    CHECK(origin_of(settings, "sasl.password") == "KAFKA_SASL_PASSWORD_FILE");
}

TEST_CASE("secrets are not shown, whoever set them") {
    const Directory directory;
    CHECK(read(production(directory)).find("sasl.password")->shown() == "********");
    const std::string file = directory.file("kafka.conf", "ssl.key.password = hush\nssl.key.pem=hush\nclient.id=me\n");
    const tks::KafkaSettings settings = read({}, {.config_file = file});
    CHECK(settings.find("ssl.key.password")->shown() == "********");
    CHECK(settings.find("ssl.key.pem")->shown() == "********");
    CHECK(settings.find("client.id")->shown() == "me");
}

TEST_CASE("where money is at stake, each variable is required, and no weaker word will do") {
    const Directory directory;
    for (const char* stage : {"UAT", "PROD", "PRODUCTION", "prod", " Production "}) {
        Variables variables = production(directory);
        variables["ENV"] = stage;
        CHECK(read(variables).is_protected);
        for (const char* name : {"KAFKA_BROKER_STRING", "KAFKA_SECURITY_PROTOCOL", "KAFKA_SASL_MECHANISM",
                                 "KAFKA_SASL_USERNAME", "KAFKA_SASL_PASSWORD_FILE", "KAFKA_SSL_CA_FILE"}) {
            for (const bool is_empty : {false, true}) {
                CAPTURE(name);
                Variables lacking = variables;
                if (is_empty)
                    lacking[name] = " ";
                else
                    lacking.erase(name);
                CHECK(refusal_of(lacking).ends_with(std::string("must be given in full; not set: ") + name));
            }
        }
    }
    const std::pair<const char*, const char*> weaker[] = {{"KAFKA_SECURITY_PROTOCOL", "PLAINTEXT"},
                                                          {"KAFKA_SECURITY_PROTOCOL", "SSL"},
                                                          {"KAFKA_SECURITY_PROTOCOL", "SASL_PLAINTEXT"},
                                                          {"KAFKA_SASL_MECHANISM", "PLAIN"},
                                                          {"KAFKA_SASL_MECHANISM", "SCRAM-SHA-256"}};
    for (const auto& row : weaker) {
        const auto& name = row.first;
        const auto& value = row.second;
        CAPTURE(value);
        Variables variables = production(directory);
        variables[name] = value;
        CHECK(refusal_of(variables).find("ENV is PROD, where") != std::string::npos);
    }
}

TEST_CASE("nor do options open what ENV closes") {
    const Directory directory;
    const auto refusal = [&](const std::string& property) {
        return refusal_of(production(directory), {.properties = {property}});
    };
    CHECK(refusal("security.protocol=PLAINTEXT") ==
          "-X: ENV is PROD, where security.protocol must be SASL_SSL; found \"PLAINTEXT\"");
    CHECK(refusal("sasl.mechanisms=PLAIN") ==
          "-X: ENV is PROD, where sasl.mechanism must be SCRAM-SHA-512; found \"PLAIN\"");
    CHECK(refusal("enable.ssl.certificate.verification=false") ==
          "-X: ENV is PROD, where enable.ssl.certificate.verification must not be false");
    CHECK(refusal_of({{"ENV", "UAT"}})
              .starts_with("ENV is UAT, where the connection must be given in full; not set: KAFKA_BROKER_STRING, "));
}

TEST_CASE("elsewhere, what a login needs is named where it is missing") {
    CHECK(refusal_of({{"KAFKA_SECURITY_PROTOCOL", "SASL_SSL"}}) ==
          "KAFKA_SECURITY_PROTOCOL: SASL_SSL needs credentials; not set: KAFKA_SASL_MECHANISM, KAFKA_SASL_USERNAME, "
          "KAFKA_SASL_PASSWORD_FILE");
    CHECK(
        refusal_of({{"KAFKA_SECURITY_PROTOCOL", "SASL_SSL"},
                    {"KAFKA_SASL_MECHANISM", "PLAIN"},
                    {"KAFKA_SASL_USERNAME", "alice"},
                    {"KAFKA_SASL_PASSWORD", "s3cret"}}) ==
        "KAFKA_SECURITY_PROTOCOL: SASL_SSL needs credentials; not set: KAFKA_SASL_PASSWORD_FILE (KAFKA_SASL_PASSWORD is not "
        "read: a password comes from a file, never from a variable)");
    CHECK(
        refusal_of({{"KAFKA_SECURITY_PROTOCOL", "SASL_TLS"}}) ==
        "KAFKA_SECURITY_PROTOCOL: security.protocol is \"SASL_TLS\", which is none of PLAINTEXT, SSL, SASL_PLAINTEXT, SASL_SSL, "
        "did you mean \"SASL_SSL\"?");
    CHECK(refusal_of({{"KAFKA_SASL_PASSWORD_FILE", "/nowhere/at/all"}})
              .starts_with("KAFKA_SASL_PASSWORD_FILE: the file \"/nowhere/at/all\" cannot be read"));
}

TEST_CASE("options beat the file, which beats the environment, and each setting knows who said it") {
    const Directory directory;
    const std::string file = directory.file(
        "kafka.conf", "# of the team\n\nbootstrap.servers = file:1\nclient.id=file\nsocket.timeout.ms=7\n");
    const tks::KafkaSettings settings =
        read({{"KAFKA_BROKER_STRING", "environment:1"}, {"POD_NAME", "pod"}, {"KAFKA_SSL_CA_FILE", "/ca"}},
             {.brokers = "option:1", .properties = {"client.id=x", "metadata.broker.list=x:1"}, .config_file = file});
    CHECK(value_of(settings, "bootstrap.servers") == "option:1");
    CHECK(origin_of(settings, "bootstrap.servers") == "--brokers");
    CHECK(value_of(settings, "client.id") == "x");
    CHECK(origin_of(settings, "client.id") == "-X");
    CHECK(value_of(settings, "socket.timeout.ms") == "7");
    CHECK(origin_of(settings, "socket.timeout.ms") == file + ":5");
    CHECK(origin_of(settings, "ssl.ca.location") == "KAFKA_SSL_CA_FILE");
}

TEST_CASE("what a configuration holds is beaten by the environment, property by property") {
    tks::KafkaConnectionOptions options;
    options.configured_brokers = "configured:1";
    options.configured_properties = {"client.id=configured", "linger.ms=5"};
    const auto settings = read({{"KAFKA_BROKER_STRING", "environment:1"}}, options);
    CHECK(value_of(settings, "bootstrap.servers") == "environment:1");
    CHECK(value_of(settings, "client.id") == "configured");
    CHECK(value_of(settings, "linger.ms") == "5");
    CHECK(value_of(read({}, options), "bootstrap.servers") == "configured:1");
    options.brokers = "given:1";
    CHECK(value_of(read({{"KAFKA_BROKER_STRING", "environment:1"}}, options), "bootstrap.servers") == "given:1");
}

TEST_CASE("no secret comes from a command line, and what is no property is refused without repeating it") {
    CHECK(
        refusal_of({}, {.properties = {"sasl.password=s3cret"}}) ==
        "-X: sasl.password is a secret, and a command line can be read by others; put it into a file that --kafka-config "
        "names, or into one that KAFKA_SASL_PASSWORD_FILE names");
    CHECK(refusal_of({}, {.properties = {"s3cret"}}) == "-X: expected NAME=VALUE, with a property of librdkafka");
    const Directory directory;
    const std::string file = directory.file("kafka.conf", "client.id=me\ns3cret\n");
    CHECK(refusal_of({}, {.config_file = file}) == file + ":2: expected NAME=VALUE, with a property of librdkafka");
}
