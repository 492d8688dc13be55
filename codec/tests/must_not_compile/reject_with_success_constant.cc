// SPDX-License-Identifier: BSD-3-Clause
//
// A refusal with SUCCESS in a constant expression.
// expect: this constant is no value that the ABI allows here|success_is_no_refusal|constant_is_not_allowed

#include "tsrpc/codec.hpp"

using namespace tsrpc;
using namespace tsrpc::literals;

#ifdef GOOD
constexpr Registers refusal = reject({{0x00ff0001, 0, 0, 0, 0}}, RpcStatus::internal);
#else
constexpr Registers refusal = reject({{0x00ff0001, 0, 0, 0, 0}}, RpcStatus::success);
#endif
