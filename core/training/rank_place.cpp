// SPDX-License-Identifier: Apache-2.0
#include "core/training/rank_place.h"

#include "core/base/error.h"

#include <charconv>
#include <cstdlib>
#include <cstring>

namespace nidus {
namespace {

const char* variable(const char* name) {
    const char* value = std::getenv(name);
    return value != nullptr && *value != '\0' ? value : nullptr;
}

[[noreturn]] void throwUnusable(const std::string& what) {
    throw Error("TRN-070", what
                               + " Processes that train together need RANK, WORLD_SIZE, MASTER_ADDR and MASTER_PORT: "
                                 "start them with torchrun or srun, or unset WORLD_SIZE to train in one process.");
}

int number(const char* name, int low, int high) {
    const char* text = variable(name);
    if (text == nullptr)
        throwUnusable(std::string("The environment variable ") + name + " is not set.");
    int value = 0;
    const char* end = text + std::strlen(text);
    const auto [last, fault] = std::from_chars(text, end, value);
    if (fault != std::errc() || last != end || value < low || value > high)
        throwUnusable(std::string("The environment variable ") + name + " is " + text + ", not a number from "
                      + std::to_string(low) + " to " + std::to_string(high) + ".");
    return value;
}

} // namespace

RankPlace rankPlaceFromEnvironment() {
    constexpr int kMany = 1'000'000;
    RankPlace place;
    const bool isSlurm = variable("WORLD_SIZE") == nullptr;
    if (isSlurm && (variable("MASTER_ADDR") == nullptr || variable("SLURM_STEP_NUM_TASKS") == nullptr))
        return place;
    place.size = number(isSlurm ? "SLURM_STEP_NUM_TASKS" : "WORLD_SIZE", 1, kMany);
    if (place.size == 1)
        return place;
    place.rank = number(isSlurm ? "SLURM_PROCID" : "RANK", 0, place.size - 1);
    if (const char* local = isSlurm ? "SLURM_LOCALID" : "LOCAL_RANK"; variable(local) != nullptr)
        place.localRank = number(local, 0, kMany);
    if (variable("MASTER_ADDR") == nullptr)
        throwUnusable("The environment variable MASTER_ADDR is not set.");
    place.host = variable("MASTER_ADDR");
    if (variable("MASTER_PORT") != nullptr)
        place.port = number("MASTER_PORT", 1, 65535);
    // torchrun's own agent keeps the store, and counts how often it started the processes.
    const char* served = variable("TORCHELASTIC_USE_AGENT_STORE");
    place.isServedByLauncher = served != nullptr && std::strcmp(served, "True") == 0;
    if (const char* attempt = variable("TORCHELASTIC_RESTART_COUNT"))
        place.attempt = attempt;
    return place;
}

} // namespace nidus
