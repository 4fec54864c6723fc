// A program of somebody else: it adds money, reads a time, catches what the library throws, and asks for the version.

#include <iostream>
#include <string>

#include "tks/decimal.hpp"
#include "tks/error.hpp"
#include "tks/input.hpp"
#include "tks/time.hpp"
#include "tks/version.hpp"

namespace {

// The library's exceptions keep their type across its border.
bool catches_input_error() {
    try {
        throw tks::InputError("no such input");
    } catch (const tks::EnvironmentError& error) {
        return std::string(error.what()) == "no such input";
    }
}

}  // namespace

int main() {
    const auto tenth = tks::Decimal::parse("0.1");
    const auto fifth = tks::Decimal::parse("0.2");
    if (!tenth || !fifth || *tenth + *fifth != *tks::Decimal::parse("0.3")) return 1;

    const auto time = tks::parse_time("2026-03-01");
    if (!time || tks::to_iso8601(*time) != "2026-03-01T00:00:00.000Z") return 2;

    if (!catches_input_error()) return 3;
    if (tks::version() != TKS_VERSION) return 4;

    std::cout << "libtks " << tks::version() << '\n';
    return 0;
}
