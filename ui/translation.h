// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLocale>
#include <QString>

class QCoreApplication;

namespace nidus::ui {

/// Installs our texts and Qt's own for the language in place of those before; an empty name means the user's. Widgets
/// that exist keep their texts. Also makes the locale the default for numbers and dates. Returns whether we have the
/// language; else English stands in. "en_XA" is for tests of layouts: English with accents, 40 % longer.
bool installTranslations(QCoreApplication& application, const QString& language);

} // namespace nidus::ui
