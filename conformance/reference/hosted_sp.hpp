// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CONFORMANCE_REFERENCE_HOSTED_SP_HPP
#define TSRPC_CONFORMANCE_REFERENCE_HOSTED_SP_HPP

#include "conformance/reference/spmc.hpp"
#include "tsrpc/codec.hpp"
#include "tsrpc/plugin.h"

#include <stdexcept>

namespace tsrpc {

/// An SP of a plugin, in this process, with an SPMC of its own.
class HostedSp {
  public:
    /// Throws std::runtime_error if the plugin's create fails. `own_id`: the FF-A id of the SP.
    explicit HostedSp(const tsrpc_sp_plugin& plugin, uint16_t own_id = Spmc::default_own_id)
        : spmc_{own_id}, plugin_{plugin}, sp_{plugin.create(spmc_.interface())} {
        if (sp_ == nullptr) {
            throw std::runtime_error("create failed");
        }
    }
    ~HostedSp() { plugin_.destroy(sp_); }
    HostedSp(const HostedSp&) = delete;
    HostedSp& operator=(const HostedSp&) = delete;

    /// One FFA_MSG_SEND_DIRECT_REQ32.
    Registers direct_request(uint16_t sender_id, const Registers& request) {
        // What an SP leaves alone is not 0 by luck.
        Registers response = {{0xdeadbeef, 0xdeadbeef, 0xdeadbeef, 0xdeadbeef, 0xdeadbeef}};
        plugin_.direct_request(sp_, sender_id, request.words, response.words);
        return response;
    }

    Spmc& spmc() { return spmc_; }

  private:
    Spmc spmc_;
    const tsrpc_sp_plugin& plugin_;
    void* sp_;
};

} // namespace tsrpc

#endif // TSRPC_CONFORMANCE_REFERENCE_HOSTED_SP_HPP
