// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CONFORMANCE_TARGETS_HOST_HPP
#define TSRPC_CONFORMANCE_TARGETS_HOST_HPP

#include "conformance/reference/spmc.hpp"
#include "tsrpc/plugin.h"

#include <memory>
#include <string>
#include <string_view>

namespace tsrpc::conformance {

/// The target's side of the protocol for an SP plugin: hosts the SP, plays its SPMC, answers lines.
class Host {
  public:
    explicit Host(const tsrpc_sp_plugin& plugin) : plugin_(plugin) {}
    Host(const Host&) = delete;
    Host& operator=(const Host&) = delete;
    ~Host() { destroy(); }

    /// All lines of the reply, events first, without the last newline.
    std::string answer(std::string_view line);

  private:
    std::string hello(uint32_t version);
    std::string create();
    void destroy();
    std::string dispatch(std::string_view line);

    const tsrpc_sp_plugin& plugin_;
    std::unique_ptr<Spmc> spmc_;
    void* sp_ = nullptr;
};

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_TARGETS_HOST_HPP
