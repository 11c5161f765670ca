// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <filesystem>
#include <string>

namespace nidus::ui {

/// UTF-8 to QString and back.
[[nodiscard]] inline QString toQt(const std::string& text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}
[[nodiscard]] inline std::string fromQt(const QString& text) {
    return text.toStdString();
}

[[nodiscard]] inline QString pathToQt(const std::filesystem::path& path) {
    return QString::fromStdU16String(path.u16string());
}
[[nodiscard]] inline std::filesystem::path pathFromQt(const QString& text) {
    return {text.toStdU16String()};
}

} // namespace nidus::ui
