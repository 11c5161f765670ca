// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace nidus {

/// `nidus --export-report RUN OUT`: RUN is the folder of a run in its project, or a project, whose newest finished run
/// is then taken. Says on stderr what went wrong, with its code; returns the exit status as nidus-cli has it: 0 done,
/// 1 failed, 3 stopped by Ctrl-C.
[[nodiscard]] int exportReport(const QString& run, const QString& file);

} // namespace nidus
