// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/translation.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QTranslator>

namespace nidus::ui {

bool installTranslations(QCoreApplication& application, const QString& language) {
    const QLocale locale = language.isEmpty() ? QLocale::system() : QLocale(language);
    QLocale::setDefault(locale);
    auto* qtTexts = new QTranslator(&application);
    if (qtTexts->load(locale, QStringLiteral("qtbase"), QStringLiteral("_"),
                      QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QCoreApplication::installTranslator(qtTexts);
    auto* ourTexts = new QTranslator(&application);
    const bool isFound = ourTexts->load(locale, QStringLiteral("nidus"), QStringLiteral("_"), QStringLiteral(":/i18n"));
    if (isFound || ourTexts->load(QStringLiteral(":/i18n/nidus_en.qm"))) // English has plural forms only
        QCoreApplication::installTranslator(ourTexts);
    return isFound;
}

} // namespace nidus::ui
