using System.Globalization;
using System.Text;
using System.Xml.Linq;

namespace TemporalLambda.Sandbox.Wire;

/// <summary>Writes the answers of the query protocol.</summary>
internal static class XmlAnswer
{
    /// <summary>An answer with a result; the elements have no namespace, as they inherit the document's.</summary>
    public static AwsResponse Result(string xmlNamespace, string action, string requestId, IEnumerable<XElement>? result)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"<{action}Response xmlns=\"{xmlNamespace}\">");
        if (result is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $"<{action}Result>");
            foreach (var element in result)
            {
                text.Append(element.ToString(SaveOptions.DisableFormatting));
            }
            text.Append(CultureInfo.InvariantCulture, $"</{action}Result>");
        }
        text.Append(CultureInfo.InvariantCulture,
            $"<ResponseMetadata><RequestId>{requestId}</RequestId></ResponseMetadata></{action}Response>");
        return new AwsResponse(200, "text/xml", Encoding.UTF8.GetBytes(text.ToString()));
    }

    /// <summary>A time as the query protocol writes it.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
