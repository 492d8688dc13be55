// SPDX-License-Identifier: BSD-3-Clause
//
// The message types as GoogleTest wants them for typed tests.
#ifndef TSRPC_CODEC_TESTS_TYPED_TESTS_HPP
#define TSRPC_CODEC_TESTS_TYPED_TESTS_HPP

#include "messages.hpp"

#include <gtest/gtest.h>

namespace tsrpc::tests {

template <class List>
struct GtestTypesOf;
template <class... M>
struct GtestTypesOf<TypeList<M...>> {
    using Types = ::testing::Types<M...>;
};

using GtestMessageTypes = GtestTypesOf<MessageTypes>::Types;

} // namespace tsrpc::tests

#endif // TSRPC_CODEC_TESTS_TYPED_TESTS_HPP
