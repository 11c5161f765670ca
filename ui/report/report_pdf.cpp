// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/report/report_pdf.h"

#include "ui/report/pdf_sheets.h"
#include "ui/report/report_words.h"

#include <QBuffer>
#include <QDateTime>
#include <QMarginsF>
#include <QPageLayout>
#include <QPageSize>

#include <variant>

namespace nidus::ui {
namespace {

constexpr int kDotsPerInch = 600;

/// QPdfWriter sets a title, but has no author before Qt 6.9; XMP has both.
QByteArray metadataOf(const ReportDocument& document) {
    return QStringLiteral("<?xpacket begin=\"\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
                          "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF "
                          "xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
                          "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "
                          "xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\">\n"
                          "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">%1</rdf:li></rdf:Alt></dc:title>\n"
                          "<dc:creator><rdf:Seq><rdf:li>%2</rdf:li></rdf:Seq></dc:creator>\n"
                          "<dc:language><rdf:Bag><rdf:li>%3</rdf:li></rdf:Bag></dc:language>\n"
                          "<xmp:CreateDate>%4</xmp:CreateDate>\n"
                          "</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end=\"w\"?>")
        .arg(document.title.toHtmlEscaped(), document.author.toHtmlEscaped(), document.language,
             QDateTime::currentDateTimeUtc().toString(Qt::ISODate))
        .toUtf8();
}

/// `pages`: how many there are; 0: not known yet. Returns how many there are.
int writeTo(QIODevice& device, const ReportDocument& document, int pages) {
    QPdfWriter writer(&device);
    writer.setResolution(kDotsPerInch);
    writer.setPageLayout(QPageLayout(QPageSize(QPageSize::A4), QPageLayout::Portrait, QMarginsF(18, 16, 18, 12),
                                     QPageLayout::Millimeter));
    writer.setTitle(document.title);
    writer.setCreator(document.author);
    writer.setDocumentXmpMetadata(metadataOf(document));
    PdfSheets sheets(writer, document.language, [&](PdfSheets& target, int page) {
        target.foot(
            QStringLiteral("%1 · %2").arg(document.notice, document.author),
            Report::tr("%1 · page %2 of %3").arg(document.title, QString::number(page), QString::number(pages)));
    });
    sheets.lead(document.title, document.subtitle, document.notice);
    for (const ReportSection& section : document.sections) {
        sheets.heading(section.title);
        for (const ReportBlock& block : section.blocks)
            std::visit(sheets, block);
    }
    return sheets.finish();
}

} // namespace

QByteArray reportPdf(const ReportDocument& document) {
    QByteArray bytes;
    for (int pages = 0, pass = 0; pass < 2; ++pass) { // the first only counts
        bytes.clear();
        QBuffer buffer(&bytes);
        buffer.open(QIODevice::WriteOnly);
        pages = writeTo(buffer, document, pages);
    }
    return bytes;
}

} // namespace nidus::ui
