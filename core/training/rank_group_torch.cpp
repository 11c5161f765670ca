// SPDX-License-Identifier: Apache-2.0
#include "core/training/rank_group_torch.h"

#include "core/base/error.h"

#include <c10/util/Logging.h>
#include <torch/csrc/distributed/c10d/PrefixStore.hpp>
#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>
#include <torch/csrc/distributed/c10d/TCPStore.hpp>

#include <algorithm>
#include <cstdlib>
#include <string>
#include <thread>
#include <utility>

namespace nidus::compute {
namespace {

using Clock = std::chrono::steady_clock;
using Store = c10::intrusive_ptr<c10d::Store>;

/// The first sentence of what c10d or Gloo says, without the place in its sources.
std::string reason(const std::exception& error) {
    std::string text = error.what();
    text.erase(std::min(text.find('\n'), text.size()));
    if (const auto place = text.find("] "); text.rfind('[', 0) == 0 && place != std::string::npos)
        text.erase(0, place + 2);
    text.erase(std::min(text.find(". "), text.size()));
    if (text.ends_with('.'))
        text.pop_back();
    return text;
}

std::string meetingPoint(const RankPlace& place) {
    return place.host + ":" + std::to_string(place.port);
}

/// In pieces, so that a stop is heard.
void pause(const JobControl& control) {
    control.poll();
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
}

/// c10d tells of every attempt at length.
class QuietScope {
public:
    QuietScope() : m_before(std::exchange(FLAGS_caffe2_log_level, 3)) {} // fatal faults alone
    ~QuietScope() { FLAGS_caffe2_log_level = m_before; }
    QuietScope(const QuietScope&) = delete;
    QuietScope& operator=(const QuietScope&) = delete;

private:
    int m_before;
};

Store openStore(const RankPlace& place, Clock::time_point deadline, const JobControl& control) {
    c10d::TCPStoreOptions options;
    options.port = static_cast<std::uint16_t>(place.port);
    options.isServer = place.rank == 0 && !place.isServedByLauncher;
    options.waitWorkers = false;
    options.timeout = std::chrono::seconds(1);
    for (;;) {
        try {
            auto store = c10::make_intrusive<c10d::TCPStore>(place.host, options);
            store->setTimeout(std::chrono::seconds(place.joinSeconds));
            return c10::make_intrusive<c10d::PrefixStore>("nidus/" + place.attempt, store);
        } catch (const std::exception& error) {
            if (options.isServer)
                throw Error("TRN-071", "Rank 0 cannot listen at " + meetingPoint(place) + " (" + reason(error)
                                           + "). Set MASTER_ADDR to a name of this machine and MASTER_PORT to a port "
                                             "that is free.");
            if (Clock::now() > deadline)
                throw Error("TRN-071", "Rank 0 was not reached at " + meetingPoint(place) + " within "
                                           + std::to_string(place.joinSeconds) + " seconds (" + reason(error)
                                           + "). Look whether it runs, and at MASTER_ADDR and MASTER_PORT.");
        }
        pause(control);
    }
}

std::string presenceKey(int rank) {
    return "here/" + std::to_string(rank);
}

void waitForAll(c10d::Store& store, const RankPlace& place, Clock::time_point deadline, const JobControl& control) {
    store.set(presenceKey(place.rank), std::string("1"));
    for (int rank = 0; rank < place.size; ++rank)
        while (!store.check({presenceKey(rank)})) {
            if (Clock::now() > deadline)
                throw Error("TRN-071", "Rank " + std::to_string(rank) + " of " + std::to_string(place.size)
                                           + " did not come to " + meetingPoint(place) + " within "
                                           + std::to_string(place.joinSeconds)
                                           + " seconds. Look whether it runs, and at MASTER_ADDR and MASTER_PORT.");
            pause(control);
        }
}

/// The network card that GLOO_SOCKET_IFNAME names; this machine alone where the ranks meet on its loopback address.
std::shared_ptr<gloo::transport::Device> networkDevice(const RankPlace& place) {
    if (const char* name = std::getenv("GLOO_SOCKET_IFNAME"); name != nullptr && *name != '\0')
        return c10d::ProcessGroupGloo::createDeviceForInterface(name);
    if (place.host == "localhost" || place.host == "::1" || place.host.rfind("127.", 0) == 0)
        return c10d::ProcessGroupGloo::createDeviceForHostname("127.0.0.1");
    return c10d::ProcessGroupGloo::createDefaultDevice();
}

} // namespace

struct RankGroup::Connection {
    c10::intrusive_ptr<c10d::ProcessGroupGloo> gloo;
};

RankGroup::RankGroup(const RankPlace& place, const JobControl& control)
    : m_size(place.size), m_connection(std::make_unique<Connection>()) {
    const QuietScope quiet;
    const auto deadline = Clock::now() + std::chrono::seconds(place.joinSeconds);
    const Store store = openStore(place, deadline, control);
    reached([&] {
        waitForAll(*store, place, deadline, control);
        auto options = c10d::ProcessGroupGloo::Options::create();
        options->devices.push_back(networkDevice(place));
        options->threads = 1;
        m_connection->gloo = c10::make_intrusive<c10d::ProcessGroupGloo>(store, place.rank, place.size, options);
    });
}

RankGroup::~RankGroup() = default;

std::vector<at::Tensor> RankGroup::gathered(const at::Tensor& mine, Limit limit) {
    std::vector<std::vector<at::Tensor>> all(1);
    for (int rank = 0; rank < m_size; ++rank)
        all.front().push_back(at::empty_like(mine));
    std::vector<at::Tensor> own{mine};
    c10d::AllgatherOptions options;
    options.timeout = limit;
    reached([&] { m_connection->gloo->allgather(all, own, options)->wait(); });
    return all.front();
}

at::Tensor RankGroup::swapped(const at::Tensor& rows, Limit limit) {
    at::Tensor sent = rows, received = at::empty_like(rows);
    std::vector<std::int64_t> even;
    c10d::AllToAllOptions options;
    options.timeout = limit;
    reached([&] { m_connection->gloo->alltoall_base(received, sent, even, even, options)->wait(); });
    return received;
}

/// What c10d throws as an Error.
void RankGroup::reached(const std::function<void()>& call) {
    try {
        call();
    } catch (const Error&) {
        throw;
    } catch (const std::exception& error) {
        m_isLost = true;
        throw Error("TRN-072", "Another process of this training ended or cannot be reached any more (" + reason(error)
                                   + "). What was finished is kept: start them all again with --resume.");
    }
}

} // namespace nidus::compute
