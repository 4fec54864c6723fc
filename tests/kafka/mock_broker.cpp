// A Kafka cluster for tests. It listens on loopback, and lives until its standard input ends.
//
//     tks_mock_broker TOPIC:PARTITIONS...
//     tks_mock_broker --brokers=HOST:PORT [--transactional]
//
// The second form only produces, to a cluster that is there. It prints the address on a line. Then it obeys a JSON object a line, and prints "done" for each:
//
//     {"topic":"t","partition":0,"key":"k","payload":"p","headers":[["name","value"]],"ts":1}
//         produces a message; all but the topic may be left out, null is null, and "payload_hex" gives bytes. It waits for
//         nothing.
//     {"flush":true}            waits until all messages are there
//     {"down":true}             takes the brokers away
//     {"fail":CODE,"api":KEY}   makes the next request of that kind fail
//     {"transaction":WORD}      with --transactional: begin, commit or abort one

#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>

#include <cstdlib>
#include <iostream>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace {

using nlohmann::json;

constexpr int broker_count = 3;

[[noreturn]] void give_up(const std::string& reason) {
    std::cerr << "tks_mock_broker: " << reason << '\n';
    std::exit(1);
}

std::string bytes_of_hex(const std::string& hex) {
    std::string bytes;
    for (std::size_t at = 0; at + 1 < hex.size(); at += 2)
        bytes += static_cast<char>(std::stoi(hex.substr(at, 2), nullptr, 16));
    return bytes;
}

std::optional<std::string> text_of(const json& command, const char* name) {
    const auto place = command.find(name);
    if (place == command.end() || place->is_null()) return std::nullopt;
    return place->get<std::string>();
}

/// A text as librdkafka takes it: null is no text, and an empty one is none.
struct Bytes {
    explicit Bytes(std::optional<std::string>& text)
        : data(text ? text->data() : nullptr), size(text ? text->size() : 0) {}

    void* data;
    std::size_t size;
};

void produce(rd_kafka_t* producer, const json& command) {
    std::optional<std::string> payload = text_of(command, "payload");
    if (const auto hex = text_of(command, "payload_hex")) payload = bytes_of_hex(*hex);
    std::optional<std::string> key = text_of(command, "key");
    rd_kafka_headers_t* headers = rd_kafka_headers_new(4);
    for (const auto& header : command.value("headers", json::array())) {
        const std::string name = header[0];
        if (header[1].is_null()) {
            rd_kafka_header_add(headers, name.data(), static_cast<ssize_t>(name.size()), nullptr, 0);
            continue;
        }
        const std::string value = header[1];
        rd_kafka_header_add(headers, name.data(), static_cast<ssize_t>(name.size()), value.data(),
                            static_cast<ssize_t>(value.size()));
    }
    const std::string topic = command["topic"];
    const Bytes key_bytes(key);
    const Bytes payload_bytes(payload);
    rd_kafka_vu_t parts[7] = {};
    parts[0].vtype = RD_KAFKA_VTYPE_TOPIC;
    parts[0].u.cstr = topic.c_str();
    parts[1].vtype = RD_KAFKA_VTYPE_PARTITION;
    parts[1].u.i32 = command.value("partition", 0);
    parts[2].vtype = RD_KAFKA_VTYPE_MSGFLAGS;
    parts[2].u.i = RD_KAFKA_MSG_F_COPY | RD_KAFKA_MSG_F_BLOCK;
    parts[3].vtype = RD_KAFKA_VTYPE_KEY;
    parts[3].u.mem = {key_bytes.data, key_bytes.size};
    parts[4].vtype = RD_KAFKA_VTYPE_VALUE;
    parts[4].u.mem = {payload_bytes.data, payload_bytes.size};
    parts[5].vtype = RD_KAFKA_VTYPE_TIMESTAMP;
    parts[5].u.i64 = command.value("ts", std::int64_t{0});
    parts[6].vtype = RD_KAFKA_VTYPE_HEADERS;
    parts[6].u.headers = headers;
    rd_kafka_error_t* const error = rd_kafka_produceva(producer, parts, 7);
    if (error != nullptr) give_up(std::string("a message was refused: ") + rd_kafka_error_string(error));
}

void change_transaction(rd_kafka_t* producer, const std::string& what) {
    rd_kafka_error_t* const error = what == "begin"    ? rd_kafka_begin_transaction(producer)
                                    : what == "commit" ? rd_kafka_commit_transaction(producer, 30'000)
                                                       : rd_kafka_abort_transaction(producer, 30'000);
    if (error != nullptr) give_up(what + ": " + rd_kafka_error_string(error));
}

void obey(rd_kafka_t* producer, rd_kafka_mock_cluster_t* cluster, const json& command) {
    if (command.contains("flush")) {
        if (rd_kafka_flush(producer, 30'000) != RD_KAFKA_RESP_ERR_NO_ERROR) give_up("the messages cannot be delivered");
    } else if (command.contains("transaction")) {
        change_transaction(producer, command["transaction"]);
    } else if (command.contains("down")) {
        for (int id = 1; id <= broker_count; ++id) rd_kafka_mock_broker_set_down(cluster, id);
    } else if (command.contains("fail")) {
        const auto error = static_cast<rd_kafka_resp_err_t>(command["fail"].get<int>());
        rd_kafka_mock_push_request_errors(cluster, command["api"].get<std::int16_t>(), 1, error);
    } else {
        produce(producer, command);
    }
}

rd_kafka_t* new_producer(const char* bootstraps, bool is_transactional = false) {
    char reason[256] = "";
    rd_kafka_conf_t* const config = rd_kafka_conf_new();
    if (bootstraps != nullptr) rd_kafka_conf_set(config, "bootstrap.servers", bootstraps, reason, sizeof reason);
    if (is_transactional) rd_kafka_conf_set(config, "transactional.id", "tks_mock_broker", reason, sizeof reason);
    rd_kafka_conf_set(config, "linger.ms", "1", reason, sizeof reason);
    rd_kafka_conf_set(config, "log_level", "2", reason, sizeof reason);
    rd_kafka_t* const producer = rd_kafka_new(RD_KAFKA_PRODUCER, config, reason, sizeof reason);
    if (producer == nullptr) give_up(reason);
    if (is_transactional && rd_kafka_init_transactions(producer, 30'000) != nullptr)
        give_up("there are no transactions");
    return producer;
}

void obey_all(rd_kafka_t* producer, rd_kafka_mock_cluster_t* cluster) {
    std::string line;
    while (std::getline(std::cin, line)) {
        obey(producer, cluster, json::parse(line));
        std::cout << "done" << std::endl;
    }
    rd_kafka_destroy(producer);
}

}  // namespace

int main(int argument_count, char** arguments) {
    const std::string first = argument_count > 1 ? arguments[1] : "";
    if (constexpr std::string_view option = "--brokers="; first.starts_with(option)) {
        const std::string brokers = first.substr(option.size());
        rd_kafka_t* const producer = new_producer(brokers.c_str(), argument_count > 2);
        std::cout << brokers << std::endl;
        obey_all(producer, nullptr);
        return 0;
    }
    rd_kafka_t* const host = new_producer(nullptr);
    rd_kafka_mock_cluster_t* const cluster = rd_kafka_mock_cluster_new(host, broker_count);
    for (int index = 1; index < argument_count; ++index) {
        const std::string argument = arguments[index];
        const std::size_t colon = argument.rfind(':');
        rd_kafka_mock_topic_create(cluster, argument.substr(0, colon).c_str(), std::stoi(argument.substr(colon + 1)),
                                   broker_count);
    }
    const char* const bootstraps = rd_kafka_mock_cluster_bootstraps(cluster);
    rd_kafka_t* const producer = new_producer(bootstraps);
    std::cout << bootstraps << std::endl;
    obey_all(producer, cluster);
    rd_kafka_mock_cluster_destroy(cluster);
    rd_kafka_destroy(host);
    return 0;
}
