#include "tks/kafka_settings.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <sstream>

#include "base/text.hpp"
#include "tks/error.hpp"

namespace tks {

namespace {

constexpr std::string_view security_protocols[] = {"PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"};
constexpr std::string_view sasl_mechanisms[] = {"PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"};

/// What the environment calls a property, for messages about what is missing.
struct NamedProperty {
    std::string_view name;
    std::string_view variable;
};
constexpr NamedProperty required_properties[] = {
    {"bootstrap.servers", "KAFKA_BROKER_STRING"},  {"security.protocol", "KAFKA_SECURITY_PROTOCOL"},
    {"sasl.mechanism", "KAFKA_SASL_MECHANISM"},    {"sasl.username", "KAFKA_SASL_USERNAME"},
    {"sasl.password", "KAFKA_SASL_PASSWORD_FILE"}, {"ssl.ca.location", "KAFKA_SSL_CA_FILE"},
};

/// librdkafka has two names for some properties.
std::string_view main_name(std::string_view name) {
    if (name == "metadata.broker.list") return "bootstrap.servers";
    if (name == "sasl.mechanisms") return "sasl.mechanism";
    return name;
}

bool is_secret_name(std::string_view name) {
    constexpr std::string_view pem_keys[] = {"ssl.key.pem", "sasl.oauthbearer.config",
                                             "sasl.oauthbearer.client.secret"};
    return name.ends_with("password") || std::ranges::find(pem_keys, name) != std::ranges::end(pem_keys);
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view space = " \t\r";
    const std::size_t begin = text.find_first_not_of(space);
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(space) + 1 - begin);
}

std::string in_upper_case(std::string_view text) {
    std::string upper(text);
    for (char& letter : upper)
        if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - 'a' + 'A');
    return upper;
}

std::string read_whole_file(const std::string& name, std::string_view meant_by) {
    std::ifstream file(name, std::ios::binary);
    std::ostringstream bytes;
    if (file) bytes << file.rdbuf();
    // A directory opens, and fails only when it is read.
    if (!file || file.bad() || (bytes.str().empty() && file.peek() != std::ifstream::traits_type::eof()))
        throw UsageError(
            fmt::format("{}: the file {} cannot be read: {}", meant_by, quoted_for_people(name), std::strerror(errno)));
    return std::move(bytes).str();
}

std::string host_name() {
    char name[256] = "";
    if (::gethostname(name, sizeof name - 1) != 0) return "tksctl";
    return name;
}

class SettingsBuilder {
public:
    SettingsBuilder(const KafkaConnectionOptions& options, const EnvironmentVariables& environment)
        : options_(options), environment_(environment) {}

    KafkaSettings build() {
        result_.timeout_ms = options_.timeout_ms;
        take_words(options_.configured_config_file, options_.configured_properties, options_.configured_brokers);
        take_environment();
        take_words(options_.config_file, options_.properties, options_.brokers);
        if (result_.find("debug") != nullptr) result_.shows_log = true;
        if (result_.is_protected)
            check_protected();
        else
            set_defaults();
        check_words("security.protocol", security_protocols);
        check_credentials();
        if (result_.find("client.id") == nullptr) set("client.id", host_name(), "default");
        return std::move(result_);
    }

private:
    std::optional<std::string> variable(std::string_view name) const {
        std::optional<std::string> value = environment_(std::string(name).c_str());
        if (value && trimmed(*value).empty()) value.reset();
        return value;
    }

    void set(std::string_view given_name, std::string_view value, std::string_view origin) {
        const std::string_view name = main_name(given_name);
        const auto place = std::ranges::find(result_.settings, name, &KafkaSetting::name);
        KafkaSetting setting{std::string(name), std::string(value), std::string(origin), is_secret_name(name)};
        if (place == result_.settings.end())
            result_.settings.push_back(std::move(setting));
        else
            *place = std::move(setting);
    }

    void take_words(const std::string& file, const std::vector<std::string>& properties, const std::string& brokers) {
        if (!file.empty()) take_file(file);
        for (const std::string& property : properties) take_property(property);
        if (!brokers.empty()) set("bootstrap.servers", brokers, "--brokers");
    }

    void take_environment() {
        const std::string stage = in_upper_case(trimmed(variable("ENV").value_or("")));
        result_.is_protected = stage == "UAT" || stage == "PROD" || stage == "PRODUCTION";
        for (const NamedProperty& property : required_properties) {
            const std::optional<std::string> value = variable(property.variable);
            if (!value) continue;
            if (property.name == "sasl.password")
                take_password(*value);
            else
                set(property.name, trimmed(*value), property.variable);
        }
        if (const auto pod = variable("POD_NAME")) set("client.id", trimmed(*pod), "POD_NAME");
        const std::string level = in_upper_case(trimmed(variable("LOGGING_LEVEL").value_or("")));
        result_.shows_log = level == "DEBUG" || level == "INFO";
    }

    void take_password(const std::string& file) {
        std::string password = read_whole_file(file, "KAFKA_SASL_PASSWORD_FILE");
        while (password.ends_with('\n') || password.ends_with('\r')) password.pop_back();
        if (password.empty())
            throw UsageError(fmt::format("KAFKA_SASL_PASSWORD_FILE: the file {} is empty; it must hold the password",
                                         quoted_for_people(file)));
        set("sasl.password", password, "KAFKA_SASL_PASSWORD_FILE");
    }

    void take_file(const std::string& file) {
        const std::string text = read_whole_file(file, "--kafka-config");
        std::string_view rest = text;
        for (int line = 1; !rest.empty(); ++line) {
            const std::string_view content = trimmed(rest.substr(0, rest.find('\n')));
            rest.remove_prefix(
                std::min(rest.size(), rest.find('\n') == std::string_view::npos ? rest.size() : rest.find('\n') + 1));
            if (content.empty() || content.starts_with('#')) continue;
            const std::string place = fmt::format("{}:{}", file, line);
            const std::size_t equals = content.find('=');
            // What stands there instead may be a secret, and is not repeated.
            if (equals == std::string_view::npos || trimmed(content.substr(0, equals)).empty())
                throw UsageError(fmt::format("{}: expected NAME=VALUE, with a property of librdkafka", place));
            set(trimmed(content.substr(0, equals)), trimmed(content.substr(equals + 1)), place);
        }
    }

    void take_property(const std::string& property) {
        const std::size_t equals = property.find('=');
        if (equals == std::string::npos || equals == 0)
            throw UsageError("-X: expected NAME=VALUE, with a property of librdkafka");
        const std::string name = property.substr(0, equals);
        if (is_secret_name(main_name(name)))
            throw UsageError(fmt::format(
                "-X: {} is a secret, and a command line can be read by others; put it into a file that --kafka-config names{}",
                name, name == "sasl.password" ? ", or into one that KAFKA_SASL_PASSWORD_FILE names" : ""));
        set(name, property.substr(equals + 1), "-X");
    }

    void set_defaults() {
        if (result_.find("bootstrap.servers") == nullptr) set("bootstrap.servers", "localhost:9092", "default");
        if (result_.find("security.protocol") == nullptr) set("security.protocol", "PLAINTEXT", "default");
    }

    /// Fails closed: where money is at stake, nothing is left to defaults.
    void check_protected() const {
        const std::string stage = *variable("ENV");
        std::vector<std::string> missing;
        for (const NamedProperty& property : required_properties)
            if (result_.find(property.name) == nullptr) missing.emplace_back(property.variable);
        if (!missing.empty())
            throw UsageError(fmt::format("ENV is {}, where the connection must be given in full; not set: {}", stage,
                                         fmt::join(missing, ", ")));
        require_value("security.protocol", "SASL_SSL", stage);
        require_value("sasl.mechanism", "SCRAM-SHA-512", stage);
        for (const std::string_view name :
             {"enable.ssl.certificate.verification", "ssl.endpoint.identification.algorithm"}) {
            const KafkaSetting* setting = result_.find(name);
            if (setting != nullptr && (setting->value == "false" || setting->value == "none"))
                throw UsageError(fmt::format("{}: ENV is {}, where {} must not be {}", setting->origin, stage, name,
                                             setting->value));
        }
    }

    void require_value(std::string_view name, std::string_view expected, std::string_view stage) const {
        const KafkaSetting& setting = *result_.find(name);
        if (in_upper_case(setting.value) != expected)
            throw UsageError(fmt::format("{}: ENV is {}, where {} must be {}; found {}", setting.origin, stage, name,
                                         expected, quoted_for_people(setting.value)));
    }

    void check_words(std::string_view name, std::span<const std::string_view> words) const {
        const KafkaSetting* setting = result_.find(name);
        if (setting == nullptr || std::ranges::find(words, in_upper_case(setting->value)) != words.end()) return;
        throw UsageError(fmt::format("{}: {} is {}, which is none of {}{}", setting->origin, name,
                                     quoted_for_people(setting->value), fmt::join(words, ", "),
                                     did_you_mean(in_upper_case(setting->value), words)));
    }

    void check_credentials() const {
        const KafkaSetting& protocol = *result_.find("security.protocol");
        if (!in_upper_case(protocol.value).starts_with("SASL_")) return;
        // GSSAPI and OAUTHBEARER are for those who set them up by librdkafka's own properties.
        const KafkaSetting* mechanism = result_.find("sasl.mechanism");
        if (mechanism != nullptr && mechanism->origin == "KAFKA_SASL_MECHANISM")
            check_words("sasl.mechanism", sasl_mechanisms);
        if (mechanism != nullptr &&
            std::ranges::find(sasl_mechanisms, mechanism->value) == std::ranges::end(sasl_mechanisms))
            return;
        std::vector<std::string_view> missing;
        for (const NamedProperty& property : required_properties)
            if (property.name.starts_with("sasl.") && result_.find(property.name) == nullptr)
                missing.push_back(property.variable);
        if (missing.empty()) return;
        throw UsageError(fmt::format(
            "{}: {} needs credentials; not set: {}{}", protocol.origin, protocol.value, fmt::join(missing, ", "),
            variable("KAFKA_SASL_PASSWORD") ? " (KAFKA_SASL_PASSWORD is not read: a password comes "
                                              "from a file, never from a variable)"
                                            : ""));
    }

    const KafkaConnectionOptions& options_;
    const EnvironmentVariables& environment_;
    KafkaSettings result_;
};

}  // namespace

std::string KafkaSetting::shown() const {
    return is_secret ? "********" : value;
}

const KafkaSetting* KafkaSettings::find(std::string_view name) const {
    const auto place = std::ranges::find(settings, name, &KafkaSetting::name);
    return place == settings.end() ? nullptr : &*place;
}

std::optional<std::string> environment_variable(const char* name) {
    const char* value = std::getenv(name);
    if (value == nullptr) return std::nullopt;
    return value;
}

KafkaSettings read_kafka_settings(const KafkaConnectionOptions& options, const EnvironmentVariables& environment) {
    return SettingsBuilder(options, environment).build();
}

}  // namespace tks
