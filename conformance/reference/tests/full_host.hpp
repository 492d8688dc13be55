// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CONFORMANCE_REFERENCE_TESTS_FULL_HOST_HPP
#define TSRPC_CONFORMANCE_REFERENCE_TESTS_FULL_HOST_HPP

namespace tsrpc {

/// As long as one lives, this process has no pages for a caller to share.
class FullHost {
  public:
    FullHost();
    ~FullHost();
    FullHost(const FullHost&) = delete;
    FullHost& operator=(const FullHost&) = delete;
};

} // namespace tsrpc

#endif // TSRPC_CONFORMANCE_REFERENCE_TESTS_FULL_HOST_HPP
