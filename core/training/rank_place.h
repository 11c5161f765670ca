// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace nidus {

/// The place of this process among those that train one run together.
struct RankPlace {
    int rank = 0, size = 1;
    int localRank = 0;               ///< among those of this machine; the number of its card
    std::string host;                ///< of rank 0, where the ranks meet
    int port = 29500;                ///< torchrun's default
    bool isServedByLauncher = false; ///< the launcher listens there, not rank 0
    std::string attempt = "0";       ///< which start of the launcher this is: names of different ones do not mix
    int joinSeconds = 300;           ///< how long to wait for the others
};

/// From RANK, WORLD_SIZE, LOCAL_RANK, MASTER_ADDR and MASTER_PORT, as torchrun sets them; where MASTER_ADDR is set and
/// WORLD_SIZE is not, from srun's SLURM_PROCID, SLURM_STEP_NUM_TASKS and SLURM_LOCALID. (SLURM_NTASKS is also set in a
/// batch script, outside of srun, where one process runs.) Without either: one process. Throws Error TRN-070 when they
/// are incomplete or out of range.
[[nodiscard]] RankPlace rankPlaceFromEnvironment();

} // namespace nidus
