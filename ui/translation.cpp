// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/translation.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QTranslator>

namespace nidus::ui {
namespace {

/// Makes every text longer and strange, so that what is not translated or has no room is seen.
class PseudoTranslator final : public QTranslator {
public:
    using QTranslator::QTranslator;

    [[nodiscard]] bool isEmpty() const override { return false; }
    [[nodiscard]] QString translate(const char* context, const char* source, const char* comment,
                                    int count) const override {
        if (QLatin1String(context) == QLatin1String("QShortcut"))
            return {}; // names of keys
        QString text = m_english.translate(context, source, comment, count);
        if (text.isEmpty())
            text = QString::fromUtf8(source);
        const qsizetype more = text.size() * 2 / 5;
        for (QChar& letter : text)
            if (const auto place = QStringLiteral("aeiouAEIOU").indexOf(letter); place >= 0)
                letter = QStringLiteral("åéîøüÅÉÎØÜ").at(place);
        return text + QString(more, QChar(u'~'));
    }
    bool loadEnglish() { return m_english.load(QStringLiteral(":/i18n/nidus_en.qm")); }

private:
    QTranslator m_english;
};

} // namespace

bool installTranslations(QCoreApplication& application, const QString& language) {
    const auto former = application.findChildren<QTranslator*>(QString(), Qt::FindDirectChildrenOnly);
    qDeleteAll(former); // they take themselves out
    if (language == QLatin1String("en_XA")) {
        QLocale::setDefault(QLocale::English);
        auto* pseudo = new PseudoTranslator(&application);
        return pseudo->loadEnglish() && QCoreApplication::installTranslator(pseudo);
    }
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
