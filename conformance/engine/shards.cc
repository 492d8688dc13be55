// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/engine/googletest.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <charconv>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <limits>
#include <optional>
#include <string_view>

namespace tsrpc::conformance {
namespace {

constexpr const char* total_shards = "GTEST_TOTAL_SHARDS";
constexpr const char* shard_index = "GTEST_SHARD_INDEX";
constexpr const char* status_file = "GTEST_SHARD_STATUS_FILE";

/// The number that a variable is from `min` on, nothing where it is not set.
std::optional<int32_t> number(const char* variable, int32_t min) {
    const char* const text = std::getenv(variable);
    if (text == nullptr) {
        return std::nullopt;
    }
    int32_t value = 0;
    const auto [end, error] = std::from_chars(text, text + std::strlen(text), value);
    if (error != std::errc{} || *end != '\0' || end == text || value < min) {
        throw GoogleTestError(fmt::format("{} is '{}'; expected a whole number from {} to {}", variable, text, min,
                                          std::numeric_limits<int32_t>::max()));
    }
    return value;
}

void check_pair(const char* total_name, const char* index_name) {
    const std::optional<int32_t> total = number(total_name, 1);
    const std::optional<int32_t> index = number(index_name, 0);
    if (total.has_value() != index.has_value()) {
        throw GoogleTestError(fmt::format("{} is set and {} is not; expected both or neither",
                                          total ? total_name : index_name, total ? index_name : total_name));
    }
    if (total && *index >= *total) {
        throw GoogleTestError(fmt::format("{} is {} and {} is {}; expected an index below the number of shards",
                                          index_name, *index, total_name, *total));
    }
}

/// GoogleTest's variable has the value of Bazel's where it has none.
void inherit(const char* variable, const char* of_bazel) {
    if (const char* const value = std::getenv(of_bazel)) {
        setenv(variable, value, 0);
    }
}

} // namespace

void check_googletest_environment() {
    check_pair("TEST_TOTAL_SHARDS", "TEST_SHARD_INDEX");
    if (std::getenv(total_shards) == nullptr && std::getenv(shard_index) == nullptr) {
        inherit(total_shards, "TEST_TOTAL_SHARDS");
        inherit(shard_index, "TEST_SHARD_INDEX");
    }
    check_pair(total_shards, shard_index);
    inherit(status_file, "TEST_SHARD_STATUS_FILE");
    if (const char* const path = std::getenv(status_file); path != nullptr && !std::ofstream(path, std::ios::app)) {
        throw GoogleTestError(fmt::format("{} is '{}': {}", status_file, path, std::strerror(errno)));
    }
}

std::optional<Shard> current_shard() {
    const std::optional<int32_t> total = number(total_shards, 1);
    const std::optional<int32_t> index = number(shard_index, 0);
    return total && index ? std::optional(Shard{static_cast<unsigned>(*index), static_cast<unsigned>(*total)})
                          : std::nullopt;
}

} // namespace tsrpc::conformance
