// SPDX-License-Identifier: BSD-3-Clause
//
// A helper of the tables.
// expect: mbz

#include "tsrpc/codec.hpp"

using namespace tsrpc;
using namespace tsrpc::literals;

#ifdef GOOD
constexpr Row row = layouts::get_version_request.rows[5];
#else
constexpr Row row = layouts::mbz(W4);
#endif
