#include "base/input_name.hpp"

#include <doctest/doctest.h>

#include <string>

#include "base/place.hpp"

using tks::Origin;

TEST_CASE("a partition is an input by its name, and a file is one too") {
    struct Row {
        std::string name;
        bool is_partition;
    };
    for (const Row& row : {Row{"kafka:orders/0", true}, Row{"kafka:a.b_c-d/12", true}, Row{"orders/0", false},
                           Row{"kafka:orders", false}, Row{"-", false}, Row{"./kafka:orders/0", false}}) {
        CAPTURE(row.name);
        CHECK(tks::is_name_of_partition(row.name) == row.is_partition);
        const Origin origin = tks::origin_in(row.name, 7);
        CHECK(origin.file.empty() == row.is_partition);
        CHECK(origin.topic.empty() != row.is_partition);
        CHECK(tks::place_in_input(origin) == std::pair(row.name, std::uint64_t{7}));
    }
    CHECK(tks::name_of_partition("orders", 3) == "kafka:orders/3");
}

TEST_CASE("a message's number is its offset and one, a line's its line") {
    const Origin message = tks::origin_in("kafka:orders/3", 43);
    CHECK(message.topic == "orders");
    CHECK(message.partition == 3);
    CHECK(message.offset == 42);
    CHECK(message.line == 0);
    const Origin line = tks::origin_in("day.ndjson", 43);
    CHECK(line.line == 43);
    CHECK(line.offset == -1);
}

TEST_CASE("origins are completed by what their input is") {
    Origin in_file{.file = {}, .line = 3, .column = 9, .topic = "orders", .partition = 1, .offset = 5};
    Origin in_topic = in_file;
    tks::complete_origin(in_file, "orders.kcat", 100);
    CHECK(in_file.file == "orders.kcat");
    CHECK(in_file.line == 103);
    CHECK(tks::place_in_input(in_file) == std::pair(std::string("orders.kcat"), std::uint64_t{103}));
    in_topic.line = 0;
    tks::complete_origin(in_topic, "kafka:orders/1", 0);
    CHECK(in_topic.file.empty());
    CHECK(tks::place_in_input(in_topic) == std::pair(std::string("kafka:orders/1"), std::uint64_t{6}));
}

TEST_CASE("a number that does not fit into a place is not known, instead of another one") {
    CHECK(tks::place_number(4'294'967'295) == 4'294'967'295);
    CHECK(tks::place_number(4'294'967'296) == 0);
}
