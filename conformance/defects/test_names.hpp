// SPDX-License-Identifier: BSD-3-Clause
//
// How GoogleTest names SPs that are a test's parameters.
#ifndef TSRPC_CONFORMANCE_DEFECTS_TEST_NAMES_HPP
#define TSRPC_CONFORMANCE_DEFECTS_TEST_NAMES_HPP

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <string>

namespace tsrpc::conformance {

/// A parameter's `name`, with an underscore for each character that a test's name cannot have.
template <class Named>
std::string test_name(const testing::TestParamInfo<Named>& info) {
    std::string text(info.param.name);
    std::ranges::replace_if(
        text, [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
    return text;
}

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_DEFECTS_TEST_NAMES_HPP
