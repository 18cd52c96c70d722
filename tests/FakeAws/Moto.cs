namespace TemporalLambda.Testing;

/// <summary>moto's server, as these tests run it.</summary>
internal static class Moto
{
    /// <summary>
    /// The Python that serves with the arguments of <c>moto.server</c>. One request after another: moto keeps its state in plain
    /// dictionaries and answers 500 when two threads meet in one.
    /// </summary>
    public const string Serve =
        """
        import sys, threading
        import moto.server as server
        application, one = server.DomainDispatcherApplication, threading.Lock()
        answer = application.__call__
        def alone(self, environ, start_response):
            with one:
                return answer(self, environ, start_response)
        application.__call__ = alone
        server.main(sys.argv[1:])
        """;
}
