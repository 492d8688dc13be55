/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The version of this library, for C11 and C++: docs/vendoring.md says what it promises. All C++ names are in the
 * inline namespace tsrpc::v<major>_<minor>_<patch>, so that different versions can be linked into one program.
 */
#if !defined(__GNUC__) && !defined(__clang__)
#error "tsrpc needs gcc or clang: it uses their builtins and attributes"
#endif

/* Not in the guard, which another version has too. */
#if defined(TSRPC_VERSION_MAJOR) && (TSRPC_VERSION_MAJOR != 0 || TSRPC_VERSION_MINOR != 2 || TSRPC_VERSION_PATCH != 0)
#error "this file has already included another version of tsrpc: a program can have two, a file only one"
#endif

#ifndef TSRPC_VERSION_H
#define TSRPC_VERSION_H

#define TSRPC_VERSION_MAJOR 0
#define TSRPC_VERSION_MINOR 2
#define TSRPC_VERSION_PATCH 0

#endif /* TSRPC_VERSION_H */
