#include "tks/version.hpp"

#include <doctest/doctest.h>

#include <string>

TEST_CASE("the library has the version of the headers it was built with") {
    CHECK(tks::version() == TKS_VERSION);
    CHECK(tks::version() == std::to_string(TKS_VERSION_MAJOR) + "." + std::to_string(TKS_VERSION_MINOR) + "." +
                                std::to_string(TKS_VERSION_PATCH));
}
