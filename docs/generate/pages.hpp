// SPDX-License-Identifier: BSD-3-Clause
//
// The pages of docs/ that are made from data. To add one: a function here, its name in main.cc and in BUILD.bazel.
#ifndef TSRPC_DOCS_GENERATE_PAGES_HPP
#define TSRPC_DOCS_GENERATE_PAGES_HPP

#include <string>

namespace tsrpc::docs {

/// Bugs of real callers and endpoints: known-bugs.md.
std::string known_bugs_page();

/// The layout tables: messages.md.
std::string messages_page();

/// The requirement catalogue: requirements.md.
std::string requirements_page();

/// What every page begins with: its license and where it comes from.
std::string page_head(const char* title, const char* source);

} // namespace tsrpc::docs

#endif // TSRPC_DOCS_GENERATE_PAGES_HPP
