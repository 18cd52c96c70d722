namespace TemporalLambda.Aws;

/// <content>The failures of a worker's API key and certificate.</content>
public static partial class AwsErrors
{
    /// <summary>An empty key.</summary>
    public static StageException ApiKeyEmpty() => new(
        "ApiKeyEmpty",
        FaultCategory.InvalidArgument,
        "The worker's API key is empty.",
        "Check where -WorkerApiKey comes from.",
        "WorkerApiKey");

    /// <summary>Something about a key that was not given.</summary>
    public static StageException ApiKeyMissing(string parameter) => new(
        "ApiKeyMissing",
        FaultCategory.InvalidArgument,
        $"-{parameter} is about the worker's API key, and none was given.",
        "Give -WorkerApiKey as well.",
        parameter);

    /// <summary>The key comes twice.</summary>
    public static StageException ApiKeyTwice(string variable) => new(
        "ApiKeyTwice",
        FaultCategory.InvalidArgument,
        $"The variable {variable} comes from the worker's API key or certificate and can not be given by -Environment as well.",
        "Give one of them.",
        variable);

    /// <summary>A file of the certificate's can not be read.</summary>
    public static StageException CertificateNotReadable(string path, string reason, Exception? inner) => new(
        "CertificateNotReadable",
        FaultCategory.ObjectNotFound,
        $"The file '{path}' of the worker's certificate can not be read: {reason.TrimEnd('.')}.",
        "Check -WorkerTlsCertPath and -WorkerTlsKeyPath.",
        path,
        inner);

    /// <summary>A file of the certificate's that holds something else.</summary>
    public static StageException CertificateNotPem(string path, string wanted) => new(
        "CertificateNotPem",
        FaultCategory.InvalidData,
        $"The file '{path}' holds no {wanted} in PEM.",
        "Give -WorkerTlsCertPath and -WorkerTlsKeyPath in PEM; 'openssl pkcs12 -nodes' makes both of a .pfx file.",
        path);

    /// <summary>One half of a certificate.</summary>
    public static StageException CertificateIncomplete(string missing) => new(
        "CertificateIncomplete",
        FaultCategory.InvalidArgument,
        $"A worker's certificate needs its key, and -{missing} was not given.",
        "Give -WorkerTlsCertPath and -WorkerTlsKeyPath together.",
        missing);

    /// <summary>A parameter that is to be used is not there.</summary>
    public static StageException ParameterNotFound(string name) => new(
        "ParameterNotFound",
        FaultCategory.ObjectNotFound,
        $"The parameter '{name}' does not exist.",
        "Check -ParameterName and the region, or give -WorkerApiKey, which is then stored in it.",
        name);
}
