using System.Text;
using System.Text.Json;

namespace TemporalLambda.Aws.Iam;

/// <summary>Changes a policy document as text, so that everything else stays byte for byte, white space and order included.</summary>
internal static class PolicyText
{
    /// <summary>The document with one more statement after the others, or null where it has no place for one.</summary>
    /// <param name="document">A JSON policy document; a single statement may stand without a list.</param>
    /// <param name="statement">A JSON object.</param>
    public static string? Append(string document, string statement)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(document);
        Utf8JsonReader reader = new(bytes);
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.PropertyName && reader.CurrentDepth == 1 && reader.ValueTextEquals("Statement"u8))
                {
                    reader.Read();
                    return Insert(bytes, ref reader, statement);
                }
            }
        }
        catch (JsonException)
        {
            // No document at all.
        }

        return null;
    }

    /// <summary>How many characters IAM counts: white space is free.</summary>
    public static int CountedLength(string document) => document.Count(character => !char.IsWhiteSpace(character));

    private static string? Insert(byte[] bytes, ref Utf8JsonReader reader, string statement)
    {
        int start = (int)reader.TokenStartIndex;
        if (reader.TokenType is JsonTokenType.StartObject)
        {
            reader.Skip();
            int end = (int)reader.BytesConsumed;
            return $"{Text(bytes, 0, start)}[{Text(bytes, start, end)},{statement}]{Text(bytes, end, bytes.Length)}";
        }

        if (reader.TokenType is not JsonTokenType.StartArray)
        {
            return null;
        }

        // Behind the last statement, or behind the bracket where there is none.
        int at = (int)reader.BytesConsumed;
        bool any = false;
        while (reader.Read() && reader.TokenType is not JsonTokenType.EndArray)
        {
            reader.Skip();
            at = (int)reader.BytesConsumed;
            any = true;
        }

        return Text(bytes, 0, at) + (any ? "," : "") + statement + Text(bytes, at, bytes.Length);
    }

    private static string Text(byte[] bytes, int from, int to) => Encoding.UTF8.GetString(bytes, from, to - from);
}
