// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CONFORMANCE_REFERENCE_HOSTED_SP_HPP
#define TSRPC_CONFORMANCE_REFERENCE_HOSTED_SP_HPP

#include "conformance/reference/spmc.hpp"
#include "tsrpc/codec.hpp"
#include "tsrpc/plugin.h"

#include <stdexcept>

namespace tsrpc {

/// An SP wrote to words that are not its response: memory that it writes next may be anything.
class WroteBeyondResponse : public std::runtime_error {
  public:
    WroteBeyondResponse() : std::runtime_error("the SP wrote beyond the five words of response[]") {}
};

/// An SP of a plugin, in this process, with an SPMC of its own.
class HostedSp {
  public:
    /// What is in a response before the SP writes it: what it leaves alone is not 0 by luck.
    static constexpr uint32_t untouched = 0xdeadbeef;

    /// Throws std::runtime_error if the plugin's create fails. `own_id`: the FF-A id of the SP.
    explicit HostedSp(const tsrpc_sp_plugin& plugin, uint16_t own_id = Spmc::default_own_id);
    ~HostedSp() { end(); }
    HostedSp(const HostedSp&) = delete;
    HostedSp& operator=(const HostedSp&) = delete;

    /// One FFA_MSG_SEND_DIRECT_REQ32. Throws WroteBeyondResponse.
    Registers direct_request(uint16_t sender_id, const Registers& request);

    /// Destroys the SP; what it asks of the SPMC meanwhile can still be seen. Twice is as good as once.
    void end();

    Spmc& spmc() { return spmc_; }

  private:
    Spmc spmc_;
    const tsrpc_sp_plugin& plugin_;
    void* sp_;
};

} // namespace tsrpc

#endif // TSRPC_CONFORMANCE_REFERENCE_HOSTED_SP_HPP
