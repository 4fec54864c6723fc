# Writes the samples of the rules as C++, so that libtks can show them without a file.
#
# Usage: cmake -D ROOT=directory-of-the-project -D OUTPUT=file.cpp -P embed_samples.cmake
cmake_minimum_required(VERSION 3.25)

file(GLOB samples RELATIVE "${ROOT}" "${ROOT}/samples/bad/*/*" "${ROOT}/samples/good/*/*")
list(SORT samples)

set(arrays "")
set(rows "")
set(count 0)
foreach(sample IN LISTS samples)
    # Bytes rather than text: a sample may hold what no string literal can.
    file(READ "${ROOT}/${sample}" bytes HEX)
    string(REGEX REPLACE "(..)" "'\\\\x\\1'," bytes "${bytes}")
    string(APPEND arrays "constexpr char sample_${count}[] = {${bytes}'\\0'};\n")
    string(APPEND rows "        {\"${sample}\", {sample_${count}, sizeof sample_${count} - 1}},\n")
    math(EXPR count "${count} + 1")
endforeach()

file(CONFIGURE OUTPUT "${OUTPUT}" @ONLY CONTENT [[
// Written by cmake/embed_samples.cmake.
#include "check/embedded_samples.hpp"

namespace tks::check {

namespace {

@arrays@
}  // namespace

std::span<const RuleSample> embedded_samples() {
    static const RuleSample samples[] = {
@rows@    };
    return samples;
}

}  // namespace tks::check
]])
