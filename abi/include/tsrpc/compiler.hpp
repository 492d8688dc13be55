// SPDX-License-Identifier: BSD-3-Clause
//
// What the C++ headers want of the compiler.
#ifndef TSRPC_COMPILER_HPP
#define TSRPC_COMPILER_HPP

#include "tsrpc/version.h"

#if __cplusplus < 201703L
#error "tsrpc needs C++17 or later: compile with -std=c++17, or include tsrpc.h, which C and older C++ take"
#endif

// Functions that cost as much as code by hand only if they are inlined: they are wherever the compiler optimises. At
// -O0, where each inlined copy keeps its own variables on the stack, they are calls. They alone may ask
// TSRPC_OPTIMISES_, whether the compiler optimises: of what differs then no file has a symbol that the linker could
// give to another.
#ifdef __OPTIMIZE__
#define TSRPC_OPTIMISES_ true
#define TSRPC_INLINED_ gnu::always_inline
#else
#define TSRPC_OPTIMISES_ false
#define TSRPC_INLINED_
#endif

#ifdef __clang__
#define TSRPC_IS_CLANG_ true
#else
#define TSRPC_IS_CLANG_ false
#endif

#endif // TSRPC_COMPILER_HPP
